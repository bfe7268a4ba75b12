internal import Statistics

/// What all workers together saw of the requests with one name.
struct RequestRowSum {
    private let name: String
    private var completed = 0
    private var failed = 0
    /// By the number of the check.
    private var failedChecks: [Int: Int] = [:]
    private var latency: Histogram?

    init(_ name: String) {
        self.name = name
    }

    /// Whether nothing became of such a request, because there was none.
    var isEmpty: Bool { completed == 0 && failed == 0 }

    /// Adds what one worker saw of them.
    mutating func add(row: Int, of recorder: Recorder) {
        let tally = recorder.rows[row]
        completed += tally.completed
        failed += tally.failed
        failedChecks.merge(tally.failedChecks, uniquingKeysWith: +)
        guard let more = recorder.latency(ofRow: row) else { return }
        let sum = latency ?? Histogram(more.layout)
        sum.merge(more)
        latency = sum
    }

    /// The row of the result.
    ///
    /// - Parameter labels: those of the checks.
    func result(checks labels: [String]) -> RunResult.RequestRow {
        var failedByLabel: [String: Int] = [:]
        for (check, count) in failedChecks { failedByLabel[labels[check], default: 0] += count }
        return RunResult.RequestRow(
            name: name,
            completed: completed,
            failed: failed,
            failedChecks: failedByLabel,
            latency: LatencySummary(latency ?? Histogram(.nanoseconds))
        )
    }
}
