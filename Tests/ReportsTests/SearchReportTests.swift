import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct SearchReportTests {
    private let report = SearchReport(percentiles: [50, 99])

    private func step(
        _ rate: Double?,
        holds: Bool?,
        _ reasons: [String] = [],
        client: [String] = []
    ) -> RunResult.SearchStep {
        var result = sampleResult()
        result.config.stages = rate.map { [RunResult.Config.Stage(durationSeconds: 2, startRate: $0, endRate: $0)] }
        result.client.reasons = client
        var step = RunResult.SearchStep(result)
        step.holds = holds
        step.reasons = reasons
        return step
    }

    private func text(_ search: RunResult.Search) -> String {
        var config = sampleResult().config
        config.warmupSeconds = 1
        return report.header(config, url: "http://127.0.0.1:8000/", conditions: search.conditions)
            + search.steps.map(report.row).joined() + report.body(search)
    }

    @Test("each step has a row, and the end says what the limit rests on")
    func found() throws {
        var search = RunResult.Search(conditions: ["p99<20ms", "errors<0.1%"], repeats: 4)
        search.steps = [
            step(nil, holds: nil), step(120.3, holds: true),
            step(1234, holds: false, ["p99 231 ms", "2.5 % of the load piled up"]),
        ]
        search.end = .found
        (search.highestRate, search.lowerRate, search.upperRate) = (120.3, 120.3, 122)
        search.kneeStep = 1
        try expectGolden(text(search), "search.txt")
    }

    @Test("a search without a limit says none, and a client that was the limit says so")
    func notFound() throws {
        var search = RunResult.Search(conditions: ["max<1ms"], repeats: 4)
        search.steps = [
            step(nil, holds: nil),
            step(120.3, holds: nil, ["max 2 ms"], client: ["2 of 2 threads had no time to spare"]),
        ]
        search.end = .clientLimited
        try expectGolden(text(search), "search-none.txt")
    }
}
