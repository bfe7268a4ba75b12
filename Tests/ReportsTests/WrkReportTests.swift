import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct WrkReportTests {
    private func text(_ result: RunResult, latency: Bool = true) -> String {
        WrkReport.header(result.config, url: "http://127.0.0.1:8000/")
            + WrkReport.body(result, latency ? .latency : .none)
    }

    @Test("a good run is reported as wrk reports it")
    func good() throws {
        try expectGolden(text(sampleResult()), "good.txt")
    }

    @Test("without --latency there are no percentiles")
    func withoutLatency() throws {
        try expectGolden(text(sampleResult(), latency: false), "without-latency.txt")
    }

    @Test("a run without an answer has wrk's -nan block")
    func nothing() throws {
        let errors = [errorRow(.connect, "Connection refused", 12), errorRow(.timeout, "no answer", 2)]
        let outcomes: [Outcome: Int] = [.notSent: 12, .timedOut: 2]
        try expectGolden(
            text(sampleResult(latencies: [], rates: [], outcomes: outcomes, errors: errors, status: [:])),
            "nothing.txt"
        )
    }

    @Test("each kind of trouble has its line, in wrk's order")
    func troubles() throws {
        let errors = [
            errorRow(.resolve, "unknown", 1), errorRow(.connect, "refused", 2), errorRow(.tls, "untrusted", 4),
            errorRow(.read, "reset", 8), errorRow(.protocol, "garbage", 16), errorRow(.write, "pipe", 32),
            errorRow(.timeout, "no answer", 64),
        ]
        let outcomes: [Outcome: Int] = [
            .ok: 1, .statusError: 3, .checkFailed: 5, .timedOut: 64, .reset: 40, .protocolError: 16, .notSent: 7,
        ]
        let result = sampleResult(outcomes: outcomes, errors: errors, status: ["200": 6, "503": 3])
        #expect(result.targets[0].counts.errors == RunResult.SocketErrors(errors))
        try expectGolden(text(result), "troubles.txt")
    }

    @Test("percentiles that are asked for have their intervals, or say what they would take")
    func percentiles() throws {
        var result = sampleResult()
        result.targets[0].unsupportedPercentiles = ["p99.9": 10_000, "p99": 1000]
        result.targets[0].confidence = RunResult.Confidence(
            level: 0.95,
            subIntervals: 20,
            blockLength: 3,
            requestsPerSecond: [1.5, 2.25],
            percentiles: ["p50": [100_000, 104_000], "p90": [350_000, 5_000_000]]
        )
        let wanted = [50, 90, 99, 99.9]
        let intervals = WrkReport.body(result, .none, percentiles: wanted)
        result.targets[0].confidence = nil
        try expectGolden(intervals + WrkReport.body(result, .none, percentiles: wanted), "percentiles.txt")
    }

    @Test("an open loop has a row for service, and one for each stage")
    func openLoop() throws {
        var result = sampleResult(outcomes: [.ok: 4, .unsent: 3])
        result.config.loop = "open"
        result.config.arrivals = "poisson"
        result.config.stages = [
            RunResult.Config.Stage(durationSeconds: 1, startRate: 2.5, endRate: 2.5),
            RunResult.Config.Stage(durationSeconds: 1, startRate: 2.5, endRate: 1000),
        ]
        let target = result.targets[0]
        result.targets[0].drained = 1
        result.targets[0].stages = [(0.0, 2.5), (1, 1000)].map { start, rate in
            RunResult.Phase(
                start: start,
                length: 1,
                startRate: 2.5,
                endRate: rate,
                counts: target.counts,
                errors: target.errors,
                connectionsOpened: 2,
                requestsPerSecond: 4,
                response: target.latency,
                service: target.latency,
                wait: target.wait
            )
        }
        result.targets[0].warmup = result.targets[0].stages[0]
        result.targets[0].warmup?.start = -1
        try expectGolden(text(result), "open-loop.txt")
    }

    @Test("assertions have a line each, with what was found")
    func assertions() throws {
        var result = sampleResult()
        let assertions = [
            Assertion(text: "max<1s", metric: .max, comparison: .below, bound: 1e9),
            Assertion(text: "requests>10k", metric: .requests, comparison: .above, bound: 10_000),
            Assertion(text: "p99.9<1s", metric: .percentile(99.9), comparison: .below, bound: 1e9),
        ]
        result.assertions = assertions.map { RunResult.AssertionResult($0, result.targets[0]) }
        try expectGolden(text(result), "assertions.txt")
    }

    @Test("several requests have a row each")
    func rows() throws {
        let rows = [
            requestRow("predict", completed: 3, failed: 1, failedChecks: ["status": 1], latencies: [101, 102, 350]),
            requestRow("GET /health", completed: 1, latencies: [4250]),
        ]
        try expectGolden(text(sampleResult(requests: rows)), "rows.txt")
    }

    @Test(
        "the first line tells what was asked for",
        arguments: [
            (2, nil, "2s test"), (0.5, nil, "500ms test"), (1.5, nil, "1.5s test"), (90, nil, "2m test"),
            (0.0015, nil, "1.5ms test"), (nil, 20000, "20000 requests"), (10, 500, "10s test of at most 500 requests"),
        ] as [(Double?, Int?, String)]
    )
    func firstLine(duration: Double?, requests: Int?, text: String) {
        var config = sampleResult().config
        config.durationSeconds = duration
        config.requests = requests
        let header = WrkReport.header(config, url: "http://h/")
        #expect(header == "Running \(text) @ http://h/\n  1 threads and 2 connections\n")
    }

    @Test("wrk's own figures of the back-fill are reached: 9 of 100 µs and 1 of 1000 µs at 190 µs")
    func backFill() {
        let histogram = Histogram(.nanoseconds)
        histogram.record(100_000, count: 9)
        histogram.record(1_000_000)
        let summary = LatencySummary(histogram.corrected(interval: 190_000))
        #expect(Units.time(nanoseconds: Units.Real(summary.mean)) == "285.71us")
        #expect(abs(summary.stddev - 307_614.001) < 200)
        #expect(summary.withinStddev.map { Units.fixed(Units.Real($0) * 100, decimals: 2) } == "78.57")
    }
}
