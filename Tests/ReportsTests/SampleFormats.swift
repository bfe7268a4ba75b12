import Statistics

@testable import Reports

/// The results that formats are shown with, by what they come to.
enum SampleFormats {
    /// Runs: what was asserted holds, some of it does not, nothing was asserted, measured, or found; with --strict the client was
    /// the limit; it was stopped.
    static let runs: [(name: String, result: RunResult)] = [
        ("passed", passed), ("failed", failed), ("measured", measured), ("not-measured", notMeasured),
        ("search-failed", searchFailed), ("limited", limited), ("stopped", stopped),
    ]

    /// Comparisons: one of each verdict, and those that do not rest on a figure.
    static let comparisons: [(name: String, result: CompareResult)] = [
        ("worse", sampleComparison(rounds: 12)),
        ("same", sampleComparison(change: 1.002, rounds: 12)),
        ("better", sampleComparison(change: 1.08, gates: sampleGates)),
        ("inconclusive", sampleComparison(change: 0.98, noise: 0.08, gates: sampleGates)),
        ("errors", sampleComparison(change: 1, rounds: 12, failed: 12)),
        ("not-comparable", notComparable),
        ("overloaded", overloaded),
        ("shutdown", stubborn),
        ("control-moved", controlMoved),
        ("calibrated", calibrated),
        ("not-shown-same", sampleComparison(change: 0.98, noise: 0.08, exitCode: 99)),
        ("strict-inconclusive", sampleComparison(change: 0.98, noise: 0.08, exitCode: 98)),
        ("strict-saturated", saturated),
        ("stopped-with-errors", sampleComparison(change: 1, rounds: 13, failed: 12, stopped: true, exitCode: 130)),
    ]

    private static let sampleGates = [
        ComparisonSeries.Gate(.requestsPerSecond, isGated: true), .init(.percentile(99), isGated: true),
    ]

    /// The run of that name.
    static func run(_ name: String) -> RunResult { runs.first { $0.name == name }?.result ?? measured }

    /// The comparison of that name.
    static func comparison(_ name: String) -> CompareResult {
        comparisons.first { $0.name == name }?.result ?? notComparable
    }

    // MARK: - Runs

    private static let measured: RunResult = {
        let latencies = (1...2000 as ClosedRange<UInt64>).map { number -> UInt64 in
            let isSlow = number % 250 == 0
            return 200 + number % 100 * 7 + (isSlow ? 4000 : 0)
        }
        var result = sampleResult(
            latencies: latencies,
            outcomes: [.ok: 1996, .statusError: 3, .timedOut: 1],
            errors: [errorRow(.timeout, "not answered in time", 1)],
            status: ["200": 1996, "503": 3]
        )
        result.targets[0].intervals = [(0, 1200), (1, 0), (2, 800)].map { start, count in
            let histogram = Histogram(.coarseNanoseconds)
            for latency in latencies.prefix(count) { histogram.record(latency * 1000) }
            return RunResult.Interval(
                start: Double(start),
                length: start == 2 ? 0.1 : 1,
                startedAt: "2026-09-01T10:00:0\(start).000Z",
                requests: count,
                errors: start == 2 ? 4 : 0,
                bytesIn: count * 430,
                histogram: EncodedHistogram(histogram)
            )
        }
        result.config.script = nil
        result.config.connections = 64
        return result
    }()

    private static let passed = asserting(
        measured,
        [
            Assertion(text: "p99<200ms", metric: .percentile(99), comparison: .below, bound: 200e6),
            Assertion(text: "errors<=4", metric: .errors, comparison: .atMost, bound: 4),
        ]
    )

    private static let failed = asserting(
        measured,
        [
            Assertion(text: "max<1s", metric: .max, comparison: .below, bound: 1e9),
            Assertion(text: "p99 < 500us", metric: .percentile(99), comparison: .below, bound: 500e3),
            Assertion(text: "errors==0", metric: .errors, comparison: .equal, bound: 0),
            Assertion(text: "p99.99<1s", metric: .percentile(99.99), comparison: .below, bound: 1e9),
        ]
    )

    private static let notMeasured = asserting(
        sampleResult(
            latencies: [],
            rates: [],
            outcomes: [.notSent: 12],
            errors: [errorRow(.connect, "Connection refused", 12, errno: 111)],
            status: [:]
        ),
        [Assertion(text: "p99<200ms", metric: .percentile(99), comparison: .below, bound: 200e6)]
    )

    private static let limited: RunResult = {
        var result = passed
        result.client.reasons = ["thread 1 used 99 % of its processor"]
        result.exitCode = 97
        return result
    }()

    private static let stopped: RunResult = {
        var result = passed
        result.exitCode = 130
        return result
    }()

    private static let searchFailed: RunResult = {
        var result = measured
        result.search = RunResult.Search(
            conditions: ["p99<1ms"],
            end: .noneHolds,
            endMessage: "even at 10 requests/s the conditions do not hold",
            highestRate: nil,
            lowerRate: nil,
            upperRate: 10,
            repeats: 4,
            kneeStep: nil,
            steps: []
        )
        return result
    }()

    private static func asserting(_ result: RunResult, _ assertions: [Assertion]) -> RunResult {
        var result = result
        result.assertions = assertions.map { RunResult.AssertionResult($0, result.targets[0]) }
        return result
    }

    // MARK: - Comparisons

    private static let notComparable = judged(
        .notComparable,
        .difference,
        "100 % of the baseline's answers have a status of 2xx, and 0 % of the candidate's: they do not do the same work",
        change: 1.5
    )

    /// A candidate that is worse though no figure is.
    private static let overloaded = judged(
        .worse,
        .rate,
        "pr-123 does not keep the rate that is due, and the baseline does"
    )

    /// A candidate whose server has to be killed.
    private static let stubborn = judged(
        .worse,
        .shutdown,
        "pr-123 does not end within 5 s of SIGTERM, and the baseline does"
    )

    /// A comparison of which something else is said than its figures say.
    private static func judged(
        _ verdict: CompareResult.Verdict,
        _ reason: CompareResult.Reason,
        _ message: String,
        change: Double = 1
    ) -> CompareResult {
        var result = sampleComparison(change: change, rounds: 12)
        (result.comparison.verdict, result.comparison.reason) = (verdict, reason)
        (result.comparison.metric, result.comparison.message) = (nil, message)
        return result
    }

    /// A comparison with a control, of which a figure that is worse says nothing.
    private static let controlMoved: CompareResult = {
        var result = sampleComparison(rounds: 12, exitCode: 0)
        for place in result.rounds.indices {
            var control = result.rounds[place].baseline
            control.start = Double(place) * 1.8 + 1.3
            control.cpuSeconds = nil
            result.rounds[place].control = control
            result.rounds[place].order += "C"
        }
        var control = CompareResult.Build(name: "main", url: "http://127.0.0.1:8082/", command: nil, role: .control)
        control.latency = result.targets[0].latency
        result.targets.append(control)
        (result.comparison.verdict, result.comparison.reason) = (.inconclusive, .control)
        var ofControl = result.comparison.metrics[0]
        (ofControl.estimate, ofControl.lower, ofControl.upper) = (0.006, 0.003, 0.009)
        result.comparison.control = [ofControl]
        result.comparison.message =
            "the baseline differs from itself: requests/s +0.3 .. +0.9 %; what is said of the candidate could be as "
            + "wrong"
        result.warnings = [
            RunResult.Warning(code: "control-moved", message: "the baseline was found to differ from itself")
        ]
        return result
    }()

    /// A candidate that is better, with a load generator at its limit.
    private static let saturated: CompareResult = {
        var result = sampleComparison(change: 1.08, rounds: 12, exitCode: 97)
        result.warnings = ComparisonWarnings(
            hasSingleStart: false,
            overloaded: [],
            killed: [],
            processorShare: 0.92
        ).list(result.comparison)
        return result
    }()

    private static let calibrated: CompareResult = {
        var result = sampleComparison(change: 1, rounds: 12)
        result.comparison.verdict = .calibrated
        result.comparison.reason = .calibration
        result.comparison.metric = nil
        result.design.calibrates = true
        result.comparison.message = "a change of 1.2 % of requests/s is seen after 12 rounds, four times out of five"
        result.comparison.calibration = [(8, nil), (12, 0.012)].map { rounds, change in
            CompareResult.Calibration(metric: "rps", rounds: rounds, mde80: change)
        }
        return result
    }()
}
