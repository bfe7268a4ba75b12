import Testing

@testable import Statistics

@Suite struct AssertionTests {
    /// A target with `latencies` in microseconds.
    private func target(
        _ latencies: [UInt64] = [],
        outcomes: [Outcome: Int] = [:],
        status: [String: Int] = [:],
        seconds: Double = 2
    ) -> RunResult.Target {
        let histogram = Histogram(.nanoseconds)
        for latency in latencies { histogram.record(latency * 1000) }
        var counts = OutcomeCounts()
        for (outcome, count) in outcomes { counts.add(outcome, count: count) }
        let summary = LatencySummary(histogram)
        return RunResult.Target(
            name: "x",
            url: "x",
            elapsedSeconds: seconds,
            counts: RunResult.Counts(
                counts,
                bytesIn: 0,
                bodyBytesIn: 0,
                status: status,
                errors: RunResult.SocketErrors([])
            ),
            errors: [],
            connectionsOpened: 1,
            requestsPerSecond: Double(counts.completed) / seconds,
            drained: 0,
            partlyWithin: 0,
            bytesPerSecond: 5e6,
            threadRate: DistributionSummary([]),
            latency: summary,
            response: summary,
            service: summary,
            wait: summary,
            latencyUncorrected: nil,
            firstByte: summary,
            connect: summary,
            tls: summary,
            requests: [],
            intervals: [],
            confidence: nil,
            steadiness: nil,
            latencyGrowth: nil,
            unsupportedPercentiles: [:],
            warmup: nil,
            stages: []
        )
    }

    private func assertion(_ metric: AssertionMetric, _ bound: Double) -> Assertion {
        Assertion(text: "figure<\(bound)", metric: metric, comparison: .below, bound: bound)
    }

    @Test("each figure is the result's")
    func values() {
        let outcomes: [Outcome: Int] = [
            .ok: 90, .statusError: 5, .timedOut: 3, .reset: 1, .notSent: 1, .unsent: 20, .inFlight: 5,
        ]
        let statuses = ["200": 90, "503": 3, "502": 2]
        let target = target(Array(1...100), outcomes: outcomes, status: statuses)
        let expected: [(AssertionMetric, Double)] = [
            (.percentile(50), 50_000), (.max, 100_000), (.min, 1000), (.errors, 10), (.errorRate, 0.1),
            (.requestsPerSecond, 47.5), (.requests, 95), (.non2xx, 5), (.timeouts, 3), (.bytesPerSecond, 5e6),
            (.status(503), 3), (.statusClass(5), 5), (.statusClass(4), 0), (.achievedRate, 95.0 / 125),
        ]
        for (metric, value) in expected {
            // Percentiles are the ends of counters, a thousandth wide.
            let found = metric.value(target) ?? .nan
            #expect(abs(found - value) <= value / 1000, "\(metric): \(found)")
        }
    }

    @Test(
        "a figure fulfils the bound or breaks it",
        arguments: [
            (Assertion.Comparison.below, false), (.atMost, true), (.equal, true), (.unequal, false), (.above, false),
            (.atLeast, true),
        ]
    )
    func comparisons(comparison: Assertion.Comparison, holds: Bool) {
        let assertion = Assertion(text: "errors", metric: .errors, comparison: comparison, bound: 7)
        #expect(assertion.judge(target([1], outcomes: [.statusError: 7])) == (holds ? .holds(7) : .broken(7)))
    }

    @Test("a percentile that the sample cannot support is neither kept nor broken")
    func unsupported() {
        #expect(assertion(.percentile(99), 1e9).judge(target(Array(1...999))) == .unsupported(needed: 1000))
        #expect(assertion(.percentile(99.5), 1e9).judge(target([1])) == .unsupported(needed: 2000))
        let judgement = assertion(.percentile(99), 1e9).judge(target(Array(1...1000)))
        guard case .holds = judgement else { return #expect(Bool(false), "\(judgement)") }
    }

    @Test("without a request there is nothing to judge")
    func missing() {
        for metric in [AssertionMetric.percentile(50), .mean, .max, .errorRate, .achievedRate] {
            #expect(assertion(metric, 1).judge(target()) == .missing)
        }
        #expect(assertion(.errors, 1).judge(target()) == .holds(0))
    }

    @Test("a result has the parts of an assertion beside its text")
    func parts() {
        let assertion = Assertion(text: "p(95) <= 2ms", metric: .percentile(95), comparison: .atMost, bound: 2e6)
        let result = RunResult.AssertionResult(assertion, target(Array(1...1000)))
        #expect(result.metric == "p(95)" && result.operator == "<=" && result.limit == 2e6)
        #expect(result.verdict == .holds && result.text == "p(95) <= 2ms")
    }

    @Test("how long a server took to end is a time; of one that ended by itself there is none")
    func shutdown() {
        var target = target()
        let prompt = assertion(.shutdown, 5e9)
        #expect(prompt.judge(target) == .missing && prompt.phrase(.missing) == "the server ended by itself")
        target.shutdownSeconds = 0.25
        #expect(prompt.judge(target) == .holds(0.25e9) && prompt.phrase(.holds(0.25e9)) == "figure 250 ms")
        target.shutdownSeconds = 5.001
        #expect(prompt.judge(target) == .broken(5.001e9))
        #expect(prompt.phrase(.broken(5.001e9)) == "it had not ended after 5 s")
    }

    @Test("a judgement in words has a value with its unit")
    func phrases() {
        #expect(assertion(.mean, 1).phrase(.broken(231_499_999)) == "figure 231 ms")
        #expect(assertion(.mean, 1).phrase(.broken(1_500)) == "figure 1.5 us")
        #expect(assertion(.errors, 1).phrase(.holds(12)) == "figure 12")
        #expect(assertion(.errorRate, 1).phrase(.broken(0.0512)) == "figure 5.12 %")
        #expect(assertion(.bytesPerSecond, 1).phrase(.broken(5e6)) == "figure 5 MB/s")
        #expect(assertion(.mean, 1).phrase(.unsupported(needed: 1000)) == "figure needs 1000 requests")
        #expect(
            assertion(.cpuPerRequest, 1).phrase(.missing) == "the CPU time of the server is not known"
        )
        // As many digits as tell the value and what it must not be apart.
        #expect(assertion(.percentile(99), 200e6).phrase(.broken(200.3e6)) == "figure 200.3 ms")
        #expect(assertion(.percentile(99), 200e6).phrase(.broken(200e6)) == "figure 200 ms")
        #expect(assertion(.errorRate, 0.00001).phrase(.broken(0.00003)) == "figure 0.003 %")
        #expect(assertion(.achievedRate, 1).phrase(.broken(0.99996)) == "figure 99.996 %")
        #expect(assertion(.requestsPerSecond, 10_000).phrase(.broken(9999.7)) == "figure 9999.7")
        #expect(assertion(.errorRate, 0).phrase(.broken(0.000_000_06)) == "figure 0.00001 %")
        #expect(assertion(.mean, 1).phrase(.missing) == "there is no figure, as no request was completed")
    }
}
