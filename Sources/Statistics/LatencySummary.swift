/// What is told of a set of latencies: figures for people, the whole histogram for programs.
package struct LatencySummary: Sendable, Codable, Equatable {
    /// The unit of all its times.
    package var unit = "ns"
    /// How many latencies.
    package var count: Int
    /// The smallest, exactly but of histograms that were decoded, as those of slots; 0 without any.
    package var min: UInt64
    /// The largest, likewise; 0 without any.
    package var max: UInt64
    /// Their mean, likewise; 0 without any.
    package var mean: Double
    /// Their sample standard deviation; 0 with fewer than two.
    package var stddev: Double
    /// The share of them within one standard deviation of the mean, 0 to 1; nil without any.
    package var withinStddev: Double?
    /// Percentiles by the rule of HdrHistogram for Java, by name (`p99.9`).
    package var percentiles: [String: UInt64]
    /// All of them.
    package var histogram: EncodedHistogram

    /// The percentiles that are kept unless others are asked for.
    package static let usualPercentiles = [50, 75, 90, 95, 99, 99.9, 99.99]

    /// What a percentile is called: `p99.9`.
    package static func name(ofPercentile percent: Double) -> String {
        "p" + (percent == percent.rounded() ? "\(Int(percent))" : "\(percent)")
    }

    /// How many latencies it takes for a percentile to say something: so many that ten are expected to be above it, or below
    /// it where those are fewer.
    package static func needed(forPercentile percent: Double) -> Int {
        let tail = Swift.min(percent, 100 - percent) / 100
        return tail > 0 ? Int((10 / tail).rounded()) : 1
    }

    /// The summary of `histogram`, in nanoseconds.
    ///
    /// - Parameter percentiles: those that are told, each from 0 to 100.
    package init(_ histogram: Histogram, percentiles wanted: [Double] = usualPercentiles) {
        count = Int(histogram.count)
        min = histogram.min
        max = histogram.max
        mean = histogram.mean
        stddev = histogram.standardDeviation
        withinStddev = histogram.shareWithinStandardDeviation
        percentiles = Dictionary(
            wanted.map { (LatencySummary.name(ofPercentile: $0), histogram.percentile($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.histogram = EncodedHistogram(histogram)
    }
}
