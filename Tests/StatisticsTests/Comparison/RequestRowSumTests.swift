import Testing

@testable import Statistics

@Suite struct RequestRowSumTests {
    private func row(_ name: String, _ latencies: [UInt64], failedChecks: [String: Int] = [:]) -> RunResult.RequestRow {
        let histogram = Histogram(.nanoseconds)
        for latency in latencies { histogram.record(latency) }
        return RunResult.RequestRow(
            name: name,
            completed: latencies.count,
            failed: failedChecks.values.reduce(0, +),
            failedChecks: failedChecks,
            latency: LatencySummary(histogram)
        )
    }

    @Test("rows of one name are added up, latencies and all, in the order of their first coming")
    func sum() {
        var sum = RequestRowSum()
        #expect(sum.rows.isEmpty)
        sum.add([row("a", [10, 20]), row("b", [1], failedChecks: ["x": 1])])
        sum.add([row("c", []), row("b", [3, 5], failedChecks: ["x": 1, "y": 1]), row("a", [40])])
        #expect(
            sum.rows == [row("a", [10, 20, 40]), row("b", [1, 3, 5], failedChecks: ["x": 2, "y": 1]), row("c", [])]
        )
    }
}
