internal import FoundationEssentials
package import Statistics

/// One interval of a run, as it is told while the run goes on.
package struct IntervalLine {
    private let figures: Figures

    private struct Figures: Encodable {
        let start: Double
        let length: Double
        let requests: Int
        let requestsPerSecond: Double
        let errors: Int
        let bytesIn: Int
        let p50: UInt64
        let p90: UInt64
        let p99: UInt64
        let max: UInt64
    }

    /// - Parameters:
    ///   - start: seconds from the start of what is measured; of the warm-up less than 0.
    ///   - length: seconds.
    ///   - latencies: those of the requests that ended in it, in nanoseconds.
    package init(
        start: Double,
        length: Double,
        requests: Int,
        errors: Int,
        bytesIn: Int,
        latencies: [HistogramSnapshot]
    ) {
        let all = Histogram(.coarseNanoseconds)
        for snapshot in latencies { all.merge(snapshot) }
        figures = Figures(
            start: start,
            length: length,
            requests: requests,
            requestsPerSecond: length > 0 ? Double(requests) / length : 0,
            errors: errors,
            bytesIn: bytesIn,
            p50: all.percentile(50),
            p90: all.percentile(90),
            p99: all.percentile(99),
            max: all.max
        )
    }

    /// For people: when it ended, the rate, percentiles, errors.
    package var text: String {
        let end = Units.padded(Units.fixed(Units.Real(figures.start + figures.length), decimals: 1), to: 8)
        let rate = Units.padded(Units.fixed(Units.Real(figures.requestsPerSecond), decimals: 2), to: 10)
        let times = [("p50", figures.p50), ("p99", figures.p99), ("max", figures.max)]
            .map { "\($0) \(Units.padded(Units.time(nanoseconds: Units.Real($1)), to: 8))" }
        return "\(end)s  \(rate) req/s  \(times.joined(separator: "  "))  errors \(figures.errors)"
            + (figures.start < 0 ? "  (warm-up)" : "")
    }

    /// For programs: an object, and a line feed.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Numbers alone can be encoded.
        return [UInt8]((try? encoder.encode(figures)) ?? Data()) + [0x0a]
    }
}
