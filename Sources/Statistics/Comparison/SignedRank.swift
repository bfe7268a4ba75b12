/// Wilcoxon's signed-rank statistic (1945): the sum of the ranks of what is positive, by absolute value.
///
/// If each difference is as likely to have the other sign, its distribution is known exactly, whatever that of the differences
/// is. A fair coin that says which of two comes first makes it so by design.
package enum SignedRank {
    /// The largest value k for which the sum is k or less with a probability of at most `alpha` / 2; nil where there is none:
    /// then `count` differences cannot decide anything.
    package static func criticalValue(count: Int, alpha: Double) -> Int? {
        var sum = 0.0
        var critical: Int?
        for (value, probability) in distribution(ranks: Array(1...max(1, count))).enumerated() {
            sum += probability
            // Sums of halves are exact but for their last bits.
            guard sum <= alpha / 2 * (1 + 1e-12) else { break }
            critical = value
        }
        return critical
    }

    /// The fewest differences that can decide at this level.
    package static func fewest(alpha: Double) -> Int {
        // All of one sign have a probability of 2 / 2^n.
        var count = 1
        while criticalValue(count: count, alpha: alpha) == nil, count < 64 { count += 1 }
        return count
    }

    /// How likely a sum at least as far from its mean is by chance; zeros are left out, equal ones share their ranks.
    package static func probability(of differences: [Double]) -> Double {
        let values = differences.filter { $0 != 0 }
        guard !values.isEmpty else { return 1 }
        // Twice the ranks are whole numbers, also where they are shared.
        let ranks = Ranks.doubled(of: values.map { abs($0) })
        let total = ranks.reduce(0, +)
        let positive = zip(values, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        let distance = abs(2 * positive - total)
        return distribution(ranks: ranks).enumerated().reduce(0) { sum, entry in
            abs(2 * entry.offset - total) >= distance ? sum + entry.element : sum
        }
    }

    /// How likely each sum is of ranks of which each counts or not by a fair coin.
    static func distribution(ranks: [Int]) -> [Double] {
        var probabilities = [1.0]
        for rank in ranks {
            var next = [Double](repeating: 0, count: probabilities.count + rank)
            for (value, probability) in probabilities.enumerated() {
                next[value] += probability / 2
                next[value + rank] += probability / 2
            }
            probabilities = next
        }
        return probabilities
    }
}
