/// The sign test (Arbuthnot 1710): whether one of two that are the same has more as often as it has.
package enum SignTest {
    /// The probability that of `count` fair coins `heads` or more show heads.
    package static func probability(heads: Int, of count: Int) -> Double {
        guard heads > 0 else { return 1 }
        var (term, sum) = (1.0, 0.0)
        // Terms of the binomial distribution from the last one on, where all show heads, each without its factor 2^-count.
        for place in stride(from: count, through: heads, by: -1) {
            sum += term
            term *= Double(place) / Double(count - place + 1)
        }
        return min(1, sum * Double(sign: .plus, exponent: -count, significand: 1))
    }
}
