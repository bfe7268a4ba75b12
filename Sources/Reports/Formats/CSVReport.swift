package import Statistics

/// Results as comma-separated values (RFC 4180), with a line that names the columns.
///
/// A field is empty where there is nothing to state: the percentiles of no requests, CPU time that is not known.
/// The times of an interval are those of its histogram, which keeps two digits.
package enum CSVReport {
    /// A run: a line for each interval.
    ///
    /// - Throws: what is wrong with a histogram, which only one that was read from a file can have.
    package static func text(_ result: RunResult) throws(HistogramError) -> String {
        var lines = [
            [
                "start", "length", "started_at", "requests", "errors", "bytes", "requests_per_second", "p50_ns",
                "p90_ns",
                "p99_ns", "max_ns",
            ]
        ]
        for interval in result.targets.flatMap(\.intervals) { lines.append(try fields(interval)) }
        return text(lines)
    }

    /// A comparison: a line for each round, the columns of the control where there is one.
    package static func text(_ result: CompareResult) -> String {
        let roles = ComparisonRole.allCases.filter { role in
            role != .control || result.rounds.contains { $0.control != nil }
        }
        let head = ["index", "start", "order"] + roles.flatMap { role in slotColumns.map { "\(role.rawValue)_\($0)" } }
        let rounds = result.rounds.map { round in
            ["\(round.index)", "\(round.start)", round.order] + roles.flatMap { fields(round.slot($0)) }
        }
        return text([head] + rounds)
    }

    // MARK: - Fields

    private static func fields(_ interval: RunResult.Interval) throws(HistogramError) -> [String] {
        let latencies = try interval.histogram.makeHistogram()
        let times = [latencies.percentile(50), latencies.percentile(90), latencies.percentile(99), latencies.max]
        return [
            number(interval.start, decimals: 3), number(interval.length, decimals: 3), interval.startedAt,
            "\(interval.requests)", "\(interval.errors)", "\(interval.bytesIn)",
            rate(Double(interval.requests), interval.length),
        ] + times.map { latencies.count > 0 ? "\($0)" : "" }
    }

    private static let slotColumns = [
        "requests", "requests_per_second", "errors", "cpu_seconds", "p50_ns", "p90_ns", "p99_ns",
    ]

    private static func fields(_ slot: CompareResult.Slot?) -> [String] {
        guard let slot else { return slotColumns.map { _ in "" } }
        return [
            number(slot.requests, decimals: 2), rate(slot.requests, slot.length), "\(slot.errors)",
            slot.cpuSeconds.map { number($0, decimals: 6) } ?? "",
        ] + [slot.p50, slot.p90, slot.p99].map { $0.map { "\($0)" } ?? "" }
    }

    private static func rate(_ requests: Double, _ seconds: Double) -> String {
        seconds > 0 ? number(requests / seconds, decimals: 2) : ""
    }

    private static func number(_ value: Double, decimals: Int) -> String {
        Units.fixed(Units.Real(value), decimals: decimals)
    }

    // MARK: - RFC 4180

    private static func text(_ lines: [[String]]) -> String {
        lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A field in quotes where it has what would end it.
    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
