internal import Statistics

/// A row for each request of a request spec, and for each name that a script gives requests; wrk has no such table.
enum RequestTable {
    /// Whether it says more than the total: a script's only row does where the script has named it.
    static func isShown(_ target: RunResult.Target, _ config: RunResult.Config) -> Bool {
        guard let first = target.requests.first else { return false }
        return target.requests.count > 1 || config.script != nil && first.name != config.script
    }

    /// The table, a blank line before it.
    static func lines(_ rows: [RunResult.RequestRow]) -> [String] {
        let names = rows.map { shortened($0.name) }
        let width = max(8, names.map(\.count).max() ?? 0)
        let head = ["Requests", "Failed", "Avg", "50%", "99%", "Max"].map { Units.padded($0, to: 10) }.joined()
        return ["", "  \("Name".padding(to: width))\(head)"]
            + zip(names, rows).map { name, row in "  \(name.padding(to: width))" + cells(row) }
    }

    /// A name that leaves room for the figures; the JSON result has it whole.
    private static func shortened(_ name: String) -> String {
        name.count > 60 ? "\(name.prefix(59))…" : name
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
