internal import Glibc

/// The sign test (Arbuthnot 1710): whether one of two that are the same has more as often as it has.
package enum SignTest {
    /// The probability that of `count` fair coins `heads` or more show heads.
    package static func probability(heads: Int, of count: Int) -> Double {
        guard heads > 0 else { return 1 }
        // Terms of the binomial distribution from the last one on, where all show heads, as logarithms: of many coins they leave
        // the range of numbers.
        var (term, sum) = (-Double(count) * log(2), 0.0)
        for place in stride(from: count, through: heads, by: -1) {
            sum += exp(term)
            term += log(Double(place) / Double(count - place + 1))
        }
        return min(1, sum)
    }
}
