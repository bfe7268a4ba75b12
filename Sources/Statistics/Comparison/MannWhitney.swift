internal import Glibc

/// Whether two samples are of one kind: Mann and Whitney's rank sum (1947).
package enum MannWhitney {
    /// How likely the samples differ as much by chance: by the normal approximation, with its corrections for continuity and
    /// for equal values; 1 where a sample is empty.
    package static func probability(_ first: [Double], _ second: [Double]) -> Double {
        guard !first.isEmpty, !second.isEmpty else { return 1 }
        let ranks = Ranks.doubled(of: first + second)
        let (n, m) = (Double(first.count), Double(second.count))
        let u = Double(ranks.prefix(first.count).reduce(0, +)) / 2 - n * (n + 1) / 2
        let total = n + m
        let ties = Dictionary(grouping: ranks) { $0 }.values.reduce(0.0) { sum, equal in
            let count = Double(equal.count)
            return sum + count * count * count - count
        }
        let variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
        guard variance > 0 else { return 1 }
        let distance = max(0, abs(u - n * m / 2) - 0.5) / variance.squareRoot()
        return erfc(distance / 2.0.squareRoot())
    }
}
