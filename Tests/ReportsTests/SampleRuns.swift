import Statistics

@testable import Reports

/// A run of some seconds with latencies like those of a server: most near the median, a few far above it.
func sampleRun(seconds: Int = 12, perSecond: Int = 400, median nanoseconds: Double = 1_500_000) -> RunResult {
    var random = SplitMix64(seed: 7)
    let all = Histogram(.nanoseconds)
    let intervals = (0..<seconds).map { second in
        let part = Histogram(.coarseNanoseconds)
        let requests = perSecond - Int(random.below(UInt64(perSecond) / 10))
        for _ in 0..<requests {
            let share = Double(random.below(1000)) / 1000
            let latency = UInt64(nanoseconds * (0.5 + share) * (share > 0.985 ? 20 : 1))
            part.record(latency)
            all.record(latency)
        }
        return RunResult.Interval(
            start: Double(second),
            length: 1,
            startedAt: "2026-09-01T10:00:00.000Z",
            requests: requests,
            errors: second == 5 ? 3 : 0,
            bytesIn: requests * 120,
            histogram: EncodedHistogram(part)
        )
    }
    let count = Int(all.count)
    var result = sampleResult(latencies: [], outcomes: [:], status: ["200": count])
    result.targets[0].intervals = intervals
    result.targets[0].elapsedSeconds = Double(seconds)
    result.targets[0].requestsPerSecond = Double(count) / Double(seconds)
    result.targets[0].bytesPerSecond = Double(count * 120) / Double(seconds)
    result.config.durationSeconds = Double(seconds)
    var counts = OutcomeCounts()
    counts.add(.ok, count: count)
    result.targets[0].counts = sampleCounts(counts)
    let summary = LatencySummary(all)
    result.targets[0].latency = summary
    result.targets[0].response = summary
    result.targets[0].service = summary
    result.targets[0].confidence = RunResult.Confidence(
        level: 0.95,
        subIntervals: seconds,
        blockLength: 3,
        requestsPerSecond: [375, 391.5],
        percentiles: ["p50": [1_480_000, 1_530_000], "p99": [30_500_000, 44_000_000]]
    )
    result.targets[0].unsupportedPercentiles = ["p99.9": 10_000, "p99.99": 100_000]
    return result
}

private func sampleCounts(_ outcomes: OutcomeCounts, errors: [RunResult.ErrorRow] = []) -> RunResult.Counts {
    RunResult.Counts(
        outcomes,
        bytesIn: outcomes.completed * 120,
        bodyBytesIn: outcomes.completed * 120,
        status: ["200": outcomes.ok, "503": outcomes.statusErrors].filter { $0.value > 0 },
        errors: RunResult.SocketErrors(errors),
        queued: 12
    )
}

/// A run of an open loop in which nothing is missing that a report could tell of.
func sampleOpenRun() -> RunResult {
    var result = sampleRun()
    var target = result.targets[0]
    result.config.loop = "open"
    result.config.latencyFrom = "intended"
    result.config.arrivals = "poisson"
    result.config.stages = [
        RunResult.Config.Stage(durationSeconds: 6, startRate: 400, endRate: 400),
        RunResult.Config.Stage(durationSeconds: 6, startRate: 400, endRate: 900),
    ]
    result.config.warmupSeconds = 2
    result.config.drainSeconds = 1
    result.config.thinkSeconds = [0.01, 0.05]
    result.config.traceparent = true
    target.errors = [
        errorRow(.read, "connection closed by the server before its answer", 7, errno: 104),
        errorRow(.timeout, "no answer within the timeout", 31),
    ]
    var outcomes = OutcomeCounts()
    for (outcome, count) in [
        (Outcome.ok, 4400), (.statusError, 40), (.checkFailed, 20), (.timedOut, 31), (.reset, 7), (.inFlight, 4),
        (.unsent, 50),
    ] { outcomes.add(outcome, count: count) }
    target.counts = sampleCounts(outcomes, errors: target.errors)
    target.service = sampleRun(median: 700_000).targets[0].latency
    target.wait = sampleRun(median: 90_000).targets[0].latency
    target.drained = 2
    target.steadiness = SteadyState(steadyParts).map { RunResult.Steadiness($0, seconds: 12) }
    target.steadiness?.steadyFrom = 3
    target.warmup = samplePhase(target, start: -2, length: 2, rates: 400...400)
    target.stages = [
        samplePhase(target, start: 0, length: 6, rates: 400...400),
        samplePhase(target, start: 6, length: 6, rates: 400...900),
    ]
    target.requests = [
        requestRow(
            "predict",
            completed: 4000,
            failed: 20,
            failedChecks: ["$.species in": 20],
            latencies: [900, 1500, 9000]
        ),
        requestRow("GET /health", completed: 460, failed: 40, latencies: [400, 800]),
    ]
    result.targets = [target]
    result.assertions = [
        Assertion(text: "p99<20ms", metric: .percentile(99), comparison: .below, bound: 20e6),
        Assertion(text: "errors<5%", metric: .errorRate, comparison: .below, bound: 0.05),
        Assertion(text: "p99.99<1s", metric: .percentile(99.99), comparison: .below, bound: 1e9),
    ].map { RunResult.AssertionResult($0, target) }
    result.client = RunResult.Client(
        reasons: ["a thread waited for a processor for 39 % of the time"],
        stolenShare: 0.01,
        descriptorsLeft: 1000,
        portsLeft: 28_000
    )
    result.warnings = [
        RunResult.Warning(code: RunResult.Warning.clientLimited, message: "client-limited: leave it more processors"),
        RunResult.Warning(code: RunResult.Warning.slowStart, message: "the run was steady from 3 s on only"),
    ]
    result.search = sampleSearch(result)
    return result
}

/// Parts of a run that are long enough to say something of.
private var steadyParts: [SubInterval] {
    (0..<20).map { part in
        let histogram = Histogram(.coarseNanoseconds)
        histogram.record(part < 5 ? 9000 : 1000)
        return SubInterval(requests: 1, latencies: [histogram.takeSnapshot()])
    }
}

private func samplePhase(
    _ target: RunResult.Target,
    start: Double,
    length: Double,
    rates: ClosedRange<Double>
) -> RunResult.Phase {
    RunResult.Phase(
        start: start,
        length: length,
        startRate: rates.lowerBound,
        endRate: rates.upperBound,
        counts: target.counts,
        errors: Array(target.errors.prefix(1)),
        connectionsOpened: 2,
        requestsPerSecond: 380,
        response: target.response,
        service: target.service,
        wait: target.wait
    )
}

private func sampleSearch(_ result: RunResult) -> RunResult.Search {
    let steps = [nil, 100, 200, 400, 300, 300.5].enumerated().map { place, rate -> RunResult.SearchStep in
        var step = RunResult.SearchStep(sampleRun(seconds: 2, median: 1_000_000 * Double(place + 1)))
        step.rate = rate
        step.requestsPerSecond = rate ?? 480
        step.holds = rate.map { $0 <= 300 }
        step.reasons = step.holds == false ? ["p99 \(90 + place) ms"] : []
        return step
    }
    return RunResult.Search(
        conditions: ["p99<80ms"],
        end: .found,
        endMessage: nil,
        highestRate: 300,
        lowerRate: 300,
        upperRate: 300.5,
        repeats: 4,
        kneeStep: 2,
        steps: steps
    )
}
