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

    private func text(_ search: RunResult.Search, _ conditions: [Assertion]) -> String {
        var config = sampleResult().config
        config.warmupSeconds = 1
        return report.header(config, url: "http://127.0.0.1:8000/", conditions: conditions)
            + search.steps.map(report.row).joined() + report.body(search)
    }

    private func search(_ end: RunResult.Search.End, _ steps: [RunResult.SearchStep]) -> RunResult.Search {
        RunResult.Search(
            conditions: [],
            end: end,
            endMessage: nil,
            highestRate: nil,
            lowerRate: nil,
            upperRate: nil,
            repeats: 4,
            kneeStep: nil,
            steps: steps
        )
    }

    @Test("each step has a row, and the end says what the limit rests on")
    func found() throws {
        let conditions = [
            Assertion(text: "p99<20ms", metric: .percentile(99), comparison: .below, bound: 20e6),
            Assertion(text: "errors<0.1%", metric: .errorRate, comparison: .below, bound: 0.001),
        ]
        let steps = [
            step(nil, holds: nil), step(120.3, holds: true),
            step(1234, holds: false, ["p99 231 ms", "2.5 % of the load piled up"]),
        ]
        var search = search(.found, steps)
        (search.highestRate, search.lowerRate, search.upperRate) = (120.3, 120.3, 122)
        search.kneeStep = 1
        try expectGolden(text(search, conditions), "search.txt")
    }

    @Test("a search without a limit says none, and a client that was the limit says so")
    func notFound() throws {
        let condition = Assertion(text: "max<1ms", metric: .max, comparison: .below, bound: 1e6)
        let reason = "2 of 2 threads had no time to spare"
        var search = search(
            .clientLimited,
            [step(nil, holds: nil), step(120.3, holds: nil, ["max 2 ms"], client: [reason])]
        )
        search.upperRate = 15.6
        try expectGolden(text(search, [condition]), "search-none.txt")
    }
}
