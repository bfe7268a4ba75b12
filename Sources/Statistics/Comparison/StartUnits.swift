/// Units of a comparison whose servers are started anew after some rounds: a start may be faster or slower as a whole, by how its
/// memory came to lie, so that its rounds are one observation together.
package enum StartUnits {
    /// So many rounds, or the next more that are whole starts.
    package static func whole(_ rounds: Int, roundsPerStart: Int) -> Int {
        (rounds + roundsPerStart - 1) / roundsPerStart * roundsPerStart
    }

    /// The means of the rounds of each start; those of a last one that is not whole are left out.
    package static func means(_ differences: [Double], roundsPerStart: Int) -> [Double] {
        stride(from: 0, through: differences.count - roundsPerStart, by: roundsPerStart).map { first in
            differences[first..<first + roundsPerStart].reduce(0, +) / Double(roundsPerStart)
        }
    }
}
