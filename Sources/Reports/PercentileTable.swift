internal import Statistics

/// Percentiles with their intervals of confidence, and the rate with its own; wrk has no such table.
enum PercentileTable {
    static func lines(_ target: RunResult.Target, _ percentiles: [Double]) -> [String] {
        let level = target.confidence.map { Int(($0.level * 100).rounded()) }
        let head = level.map { "\($0) % interval" } ?? "(too short, or not one rate: no intervals)"
        return ["  Percentile   Latency   \(head)"] + percentiles.map { row($0, target) } + rate(target)
    }

    private static func row(_ percent: Double, _ target: RunResult.Target) -> String {
        let name = LatencySummary.name(ofPercentile: percent)
        let value = time(target.latency.percentiles[name] ?? 0)
        let text = "  \(Units.padded("\(name.dropFirst())", to: 8))%  \(Units.padded(value, to: 9))"
        if let needed = target.unsupportedPercentiles[name] {
            return "\(text)   \(shortage(needed, target.latency.count))"
        }
        guard let interval = target.confidence?.percentiles[name], interval.count == 2 else { return text }
        return "\(text)   \(time(interval[0])) to \(time(interval[1]))"
    }

    private static func rate(_ target: RunResult.Target) -> [String] {
        guard let interval = target.confidence?.requestsPerSecond, interval.count == 2 else { return [] }
        let ends = interval.map { Units.fixed(Units.Real($0), decimals: 2) }
        let rate = Units.fixed(Units.Real(target.requestsPerSecond), decimals: 2)
        return ["  Requests/s  \(Units.padded(rate, to: 9))   \(ends[0]) to \(ends[1])"]
    }

    /// What a percentile would take: `needs 10,000 requests, this run has 800`.
    static func shortage(_ needed: Int, _ count: Int) -> String {
        "needs \(ComparisonText.grouped(needed)) requests, this run has \(ComparisonText.grouped(count))"
    }

    private static func time(_ nanoseconds: UInt64) -> String { Units.time(nanoseconds: Units.Real(nanoseconds)) }
}
