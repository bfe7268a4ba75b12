/// What is told of a set of latencies: figures for people, the whole histogram for programs.
package struct LatencySummary: Sendable, Codable, Equatable {
    /// The unit of all its times.
    package var unit = "ns"
    /// How many latencies.
    package var count: Int
    /// The smallest, exactly; 0 without any.
    package var min: UInt64
    /// The largest, exactly; 0 without any.
    package var max: UInt64
    /// Their exact mean; 0 without any.
    package var mean: Double
    /// Their sample standard deviation; 0 with fewer than two.
    package var stddev: Double
    /// The share of them within one standard deviation of the mean, 0 to 1; nil without any.
    package var withinStddev: Double?
    /// Percentiles by the rule of HdrHistogram for Java, by name (`p99.9`).
    package var percentiles: [String: UInt64]
    /// All of them.
    package var histogram: EncodedHistogram

    /// The percentiles that are kept.
    package static let percentiles: [(name: String, value: Double)] = [
        ("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("p99.99", 99.99),
    ]

    /// The summary of `histogram`, in nanoseconds.
    package init(_ histogram: Histogram) {
        count = Int(histogram.count)
        min = histogram.min
        max = histogram.max
        mean = histogram.mean
        stddev = histogram.standardDeviation
        withinStddev = histogram.shareWithinStandardDeviation
        percentiles = Dictionary(
            uniqueKeysWithValues: LatencySummary.percentiles.map { ($0.name, histogram.percentile($0.value)) }
        )
        self.histogram = EncodedHistogram(histogram)
    }
}
