internal import Statistics

/// The rows of all workers with one name, to be added up.
struct RequestRowParts {
    let name: String
    /// Who has them, and their numbers there.
    var rows: [(recorder: Recorder, row: Int)] = []

    /// Whether nothing became of such a request, because there was none.
    var isEmpty: Bool { tallies.allSatisfy { $0.completed == 0 && $0.failed == 0 } }

    private var tallies: [Recorder.RowTally] { rows.map { $0.recorder.rows[$0.row] } }

    /// The row of the result.
    ///
    /// - Parameter labels: those of the request's checks.
    func sum(checks labels: [String]) -> RunResult.RequestRow {
        let latency = Histogram(rows[0].recorder.rowLayout)
        for case let part? in rows.map({ $0.recorder.latency(ofRow: $0.row) }) { latency.merge(part) }
        var failedChecks: [String: Int] = [:]
        for (check, count) in tallies.flatMap(\.failedChecks) { failedChecks[labels[check], default: 0] += count }
        return RunResult.RequestRow(
            name: name,
            completed: tallies.reduce(0) { $0 + $1.completed },
            failed: tallies.reduce(0) { $0 + $1.failed },
            failedChecks: failedChecks,
            latency: LatencySummary(latency)
        )
    }
}
