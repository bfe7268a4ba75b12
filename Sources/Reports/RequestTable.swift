internal import Statistics

/// A row for each request of a request spec, and for each name that a script gives requests; wrk has no such table.
enum RequestTable {
    /// Whether it says more than the total: a script's only row does where the script has named it.
    static func isShown(_ target: RunResult.Target, _ config: RunResult.Config) -> Bool {
        target.requests.count > 1 || config.script != nil && target.requests.first?.name != config.script
    }

    /// The table, a blank line before it.
    static func lines(_ rows: [RunResult.RequestRow]) -> [String] {
        let width = max(8, rows.map(\.name.count).max() ?? 0)
        let head = ["Requests", "Failed", "Avg", "50%", "99%", "Max"].map { Units.padded($0, to: 10) }.joined()
        return ["", "  \("Name".padding(to: width))\(head)"]
            + rows.map { row in "  \(row.name.padding(to: width))" + cells(row) }
    }

    private static func cells(_ row: RunResult.RequestRow) -> String {
        let latency = row.latency
        let times = [
            Units.Real(latency.mean), Units.Real(latency.percentiles["p50"] ?? 0),
            Units.Real(latency.percentiles["p99"] ?? 0), Units.Real(latency.max),
        ]
        return Units.padded("\(row.completed)", to: 10) + Units.padded("\(row.failed)", to: 10)
            + times.map { Units.padded(Units.time(nanoseconds: $0), to: 10) }.joined()
    }
}
