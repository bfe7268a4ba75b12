import Statistics
import Testing

@testable import Reports

@Suite struct VerdictTests {
    @Test("a run in which something succeeded has no failure")
    func success() {
        #expect(Verdict.failure(of: sampleResult(outcomes: [.ok: 1, .timedOut: 99])) == nil)
    }

    @Test(
        "a run in which nothing succeeded says why",
        arguments: [
            ([.statusError: 4], [], "4 of 4 answers had status 404"),
            ([.checkFailed: 3], [], "3 answers failed a check"),
            (
                [.notSent: 9, .timedOut: 1],
                [errorRow(.timeout, "no answer within the timeout", 1), errorRow(.connect, "Connection refused", 9)],
                "Connection refused (9 times)"
            ),
            ([.inFlight: 7], [], "7 requests were sent, and the run ended before an answer came; run longer"),
            ([:], [], "the run ended before one was sent; run longer"),
        ] as [([Outcome: Int], [RunResult.ErrorRow], String)]
    )
    func failures(outcomes: [Outcome: Int], errors: [RunResult.ErrorRow], reason: String) {
        let status = ["404": outcomes[.statusError] ?? 0]
        var result = sampleResult(latencies: [], outcomes: outcomes, errors: errors, status: status)
        result.config.script = nil
        #expect(Verdict.failure(of: result) == "no request succeeded: \(reason)")
    }

    @Test("a run with a script that sent nothing may have been stopped by it")
    func stoppedByScript() {
        let failure = Verdict.failure(of: sampleResult(latencies: [], outcomes: [:]))
        #expect(failure?.hasSuffix("one was sent; run longer, or see where the script stops or delays it") == true)
    }

    @Test("a run that gave up its server says so, even if something succeeded before")
    func gaveUp() {
        var result = sampleResult()
        result.warnings = [RunResult.Warning(code: RunResult.Warning.gaveUp, message: "the server is gone")]
        #expect(Verdict.failure(of: result) == "the server is gone")
        #expect(Notes.lines(result).isEmpty)
    }

    @Test("a note says that wrk's p99 has too few latencies, where it is shown")
    func unsupported() {
        var result = sampleResult()
        result.targets[0].unsupportedPercentiles = ["p99": 1000, "p99.9": 10_000]
        #expect(Notes.lines(result).isEmpty)
        #expect(Notes.lines(result, showsPercentiles: true) == ["p99 needs 1,000 requests, this run has 4"])
    }

    @Test("what went wrong in the warm-up is told apart")
    func warmup() {
        var result = sampleResult()
        let target = result.targets[0]
        result.targets[0].warmup = RunResult.Phase(
            start: -1,
            length: 1,
            startRate: nil,
            endRate: nil,
            counts: target.counts,
            errors: [errorRow(.connect, "Connection refused", 12)],
            connectionsOpened: 0,
            requestsPerSecond: 0,
            response: target.latency,
            service: target.latency,
            wait: target.latency
        )
        #expect(
            Notes.lines(result) == ["in the warm-up: 12 × connect: Connection refused (first after 0.25 s)"]
        )
    }

    @Test("notes name the most frequent errors first, and failed checks by request")
    func notes() {
        let rows = [requestRow("predict", completed: 3, failed: 2, failedChecks: ["$.species in": 2], latencies: [1])]
        let errors = [errorRow(.read, "reset", 1), errorRow(.connect, "Connection refused", 9)]
        var result = sampleResult(errors: errors, requests: rows)
        result.warnings = [RunResult.Warning(code: "drift", message: "the server got slower")]
        #expect(
            Notes.lines(result) == [
                "the server got slower",
                "9 × connect: Connection refused (first after 0.25 s)",
                "1 × read: reset (first after 0.25 s)",
                "2 × failed check: predict: $.species in",
            ]
        )
    }
}
