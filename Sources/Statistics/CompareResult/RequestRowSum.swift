/// The rows of the requests of a workload in several runs, added up by name.
package struct RequestRowSum {
    private var sums: [(row: RunResult.RequestRow, latencies: Histogram)] = []

    /// Of no run yet.
    package init() {}

    /// Adds the rows of a run.
    package mutating func add(_ rows: [RunResult.RequestRow]) {
        for row in rows {
            // What was encoded here can be read here.
            guard let latencies = try? row.latency.histogram.makeHistogram() else { continue }
            guard let place = sums.firstIndex(where: { $0.row.name == row.name }) else {
                sums.append((row, latencies))
                continue
            }
            sums[place].row.completed += row.completed
            sums[place].row.failed += row.failed
            sums[place].row.failedChecks.merge(row.failedChecks) { $0 + $1 }
            sums[place].latencies.merge(latencies)
        }
    }

    /// All of them, in the order in which they came.
    package var rows: [RunResult.RequestRow] {
        sums.map { row, latencies in
            var row = row
            row.latency = LatencySummary(latencies)
            return row
        }
    }
}
