internal import Glibc

/// The figures of one row of wrk's "Thread Stats" table, from exact samples.
package struct DistributionSummary: Sendable, Codable, Equatable {
    /// How many samples.
    package var count: Int
    /// Their arithmetic mean, 0 without samples.
    package var mean: Double
    /// Their sample standard deviation (divided by n - 1), 0 with fewer than two.
    package var stddev: Double
    /// The largest, 0 without samples.
    package var max: Double
    /// The share of samples within one standard deviation of the mean, 0 to 1; nil without samples.
    package var withinStddev: Double?

    /// The summary of `samples`.
    package init(_ samples: [UInt64]) {
        count = samples.count
        max = Double(samples.max() ?? 0)
        let mean = samples.isEmpty ? 0 : samples.reduce(0) { $0 + Double($1) } / Double(samples.count)
        let squares = samples.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        let deviation = samples.count < 2 ? 0 : (squares / Double(samples.count - 1)).squareRoot()
        let within = samples.count { abs(Double($0) - mean) <= deviation }
        self.mean = mean
        stddev = deviation
        withinStddev = samples.isEmpty ? nil : Double(within) / Double(samples.count)
    }
}
