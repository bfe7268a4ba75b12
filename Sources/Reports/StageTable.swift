internal import Statistics

/// A row for each stage of the load, and for the warm-up; wrk has no such table.
enum StageTable {
    /// The table, a blank line before it; nothing where the load has one stage and no warm-up.
    static func lines(_ target: RunResult.Target) -> [String] {
        let phases = phases(target)
        guard !phases.isEmpty else { return [] }
        let names = phases.map(name)
        let width = max(8, names.map(\.count).max() ?? 0)
        let head = ["Requests/s", "Unsent", "Failed", "50%", "99%", "Max", "Service 50%"]
        return ["", "  \("Stage".padding(to: width))" + head.map { Units.padded($0, to: 13) }.joined()]
            + zip(names, phases).map { "  \($0.padding(to: width))" + cells($1) }
    }

    /// What has a row.
    static func phases(_ target: RunResult.Target) -> [RunResult.Phase] {
        (target.warmup.map { [$0] } ?? []) + target.stages
    }

    /// How long it is and which rate it has: `warm-up 1.0s@100`.
    static func name(_ phase: RunResult.Phase) -> String {
        let title = phase.start < 0 ? "warm-up " : ""
        let length = "\(title)\(Units.fixed(Units.Real(phase.length), decimals: 1))s"
        guard let start = phase.startRate, let end = phase.endRate else { return length }
        return "\(length)@\(WrkReport.trimmed(start))" + (start == end ? "" : "..\(WrkReport.trimmed(end))")
    }

    private static func cells(_ phase: RunResult.Phase) -> String {
        let counts = phase.counts
        let failed = counts.failed
        let response = phase.response
        let times: [UInt64] = [
            response.percentiles["p50"] ?? 0, response.percentiles["p99"] ?? 0, response.max,
            phase.service.percentiles["p50"] ?? 0,
        ]
        let rate = Units.fixed(Units.Real(phase.requestsPerSecond), decimals: 2)
        return ([rate, "\(counts.unsent)", "\(failed)"] + times.map { Units.time(nanoseconds: Units.Real($0)) })
            .map { Units.padded($0, to: 13) }.joined()
    }
}
