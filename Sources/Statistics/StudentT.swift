internal import Glibc

/// Student's t distribution.
enum StudentT {
    /// The value below which a share of it lies, which is above 0 and below 1.
    ///
    /// - Parameter degrees: of freedom, above 0.
    static func quantile(_ share: Double, degrees: Double) -> Double {
        guard share != 0.5 else { return 0 }
        guard share > 0.5 else { return -quantile(1 - share, degrees: degrees) }
        // The share of the beta distribution in both tails; halving is slow and cannot miss.
        var (low, high) = (0.0, 1.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if tails(beyond: middle, degrees) < 2 * (1 - share) { low = middle } else { high = middle }
        }
        let x = (low + high) / 2
        return (degrees * (1 - x) / x).squareRoot()
    }

    /// The share beyond t on both sides, where x = degrees / (degrees + t²): the regularized incomplete beta function of
    /// degrees / 2 and 1/2 (Abramowitz and Stegun, 26.5.27).
    private static func tails(beyond x: Double, _ degrees: Double) -> Double {
        let (a, b) = (degrees / 2, 0.5)
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let logarithm = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        // The fraction converges fast on this side of the mean, and its mirror image on the other.
        return x < (a + 1) / (a + b + 2)
            ? exp(logarithm) * fraction(a, b, x) / a : 1 - exp(logarithm) * fraction(b, a, 1 - x) / b
    }

    /// The continued fraction of the incomplete beta function (Abramowitz and Stegun, 26.5.8), from its front on (Lentz 1976).
    private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let least = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < least ? least : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var value = d
        for number in 1...10_000 {
            let m = Double(number)
            for step in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / kept(1 + step * d)
                c = kept(1 + step / c)
                value *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return value
    }
}
