internal import Glibc

/// Whether a series rises or falls: Mann's test (1945), which is Kendall's correlation with the order.
enum MannTrend {
    /// How likely independent values rise or fall as much by chance; 1 with fewer than three.
    static func probability(_ series: [Double]) -> Double {
        probability(slopes: SenSlope.slopes(series), count: series.count, inflation: 1)
    }

    /// The same of the slopes between all pairs of a series.
    ///
    /// - Parameter inflation: by how much the variance is larger because values depend on those before them.
    static func probability(slopes: [Double], count: Int, inflation: Double) -> Double {
        guard count > 2 else { return 1 }
        let sum = slopes.reduce(0) { $0 + ($1 > 0 ? 1 : $1 < 0 ? -1 : 0) }
        let n = Double(count)
        let variance = n * (n - 1) * (2 * n + 5) / 18 * inflation
        return erfc(max(0, abs(Double(sum)) - 1) / variance.squareRoot() / 2.0.squareRoot())
    }
}
