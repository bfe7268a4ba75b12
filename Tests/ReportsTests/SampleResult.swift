import Statistics

/// A result made of a few latencies, to be changed by tests.
func sampleResult(
    latencies microseconds: [UInt64] = [101, 102, 350, 4250],
    rates: [UInt64] = [22_000, 25_000],
    outcomes: [Outcome: Int] = [.ok: 4],
    errors: [RunResult.ErrorRow] = [],
    status: [String: Int] = ["200": 4],
    requests: [RunResult.RequestRow]? = nil,
    duration: Double? = 2
) -> RunResult {
    let histogram = Histogram(.nanoseconds)
    for latency in microseconds { histogram.record(latency * 1000) }
    var counts = OutcomeCounts()
    for (outcome, count) in outcomes { for _ in 0..<count { counts.add(outcome) } }
    let summary = LatencySummary(histogram)
    let elapsed = 2.1
    let interval = RunResult.Interval(
        start: 0,
        length: 1,
        startedAt: "2026-09-01T10:00:00.000Z",
        requests: 4,
        errors: 0,
        bytesIn: 1_720_000,
        histogram: EncodedHistogram(histogram)
    )
    let target = RunResult.Target(
        name: "http://127.0.0.1:8000/",
        url: "http://127.0.0.1:8000/",
        elapsedSeconds: elapsed,
        counts: RunResult.Counts(
            counts,
            bytesIn: counts.completed * 430_000,
            bodyBytesIn: counts.completed * 429_900,
            status: status,
            errors: RunResult.SocketErrors(errors)
        ),
        errors: errors,
        connectionsOpened: 2,
        requestsPerSecond: Double(counts.completed) / elapsed,
        drained: 0,
        partlyWithin: 0,
        bytesPerSecond: Double(counts.completed * 430_000) / elapsed,
        threadRate: DistributionSummary(rates),
        latency: summary,
        response: summary,
        service: summary,
        wait: LatencySummary(Histogram(.nanoseconds)),
        latencyUncorrected: nil,
        firstByte: summary,
        connect: LatencySummary(Histogram(.nanoseconds)),
        tls: LatencySummary(Histogram(.nanoseconds)),
        requests: requests ?? [requestRow("script.lua", completed: counts.completed, latencies: microseconds)],
        intervals: [interval],
        confidence: nil,
        steadiness: nil,
        latencyGrowth: nil,
        unsupportedPercentiles: [:],
        warmup: nil,
        stages: []
    )
    return RunResult(
        tool: RunResult.Tool(name: "squall", version: "0.1.0", libraries: ["libcurl": "7.88.1"]),
        startedAt: "2026-09-01T10:00:00.000Z",
        endedAt: "2026-09-01T10:00:02.100Z",
        host: RunResult.Host(
            os: "Linux",
            kernel: "6.1.0",
            arch: "x86_64",
            cpuModel: "A processor",
            cpus: 2,
            memoryBytes: 1 << 30,
            generatorCPU: 0.75
        ),
        config: RunResult.Config(
            stages: nil,
            arrivals: nil,
            warmupSeconds: 0,
            drainSeconds: 0,
            thinkSeconds: nil,
            connections: 2,
            threads: 1,
            streams: 1,
            durationSeconds: duration,
            requests: nil,
            timeoutSeconds: 2,
            keepAlive: true,
            requestsPerConnection: 100,
            protocolVersion: "HTTP/1.1",
            engine: "multi",
            eventLoop: "epoll",
            connectRate: 100,
            tlsSession: "reuse",
            traceparent: false,
            wrkCorrection: false,
            script: "script.lua",
            seed: "1"
        ),
        targets: [target],
        workers: [
            RunResult.Worker(
                connections: 2,
                requests: 4,
                cpuSeconds: 1.575,
                longestHold: 0,
                cpuShare: 0.75,
                runDelayShare: 0.01,
                lateness: summary
            )
        ],
        client: RunResult.Client(reasons: [], stolenShare: 0, descriptorsLeft: 1000, portsLeft: 28_000),
        warnings: [],
        exitCode: 0
    )
}

func requestRow(
    _ name: String,
    completed: Int,
    failed: Int = 0,
    failedChecks: [String: Int] = [:],
    latencies microseconds: [UInt64]
) -> RunResult.RequestRow {
    let histogram = Histogram(.nanoseconds)
    for latency in microseconds { histogram.record(latency * 1000) }
    return RunResult.RequestRow(
        name: name,
        completed: completed,
        failed: failed,
        failedChecks: failedChecks,
        latency: LatencySummary(histogram)
    )
}

func errorRow(_ kind: ErrorKind, _ message: String, _ count: Int, errno: Int? = nil) -> RunResult.ErrorRow {
    RunResult.ErrorRow(kind: kind, errno: errno, message: message, count: count, firstSeconds: 0.25)
}
