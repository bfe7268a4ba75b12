import Statistics

@testable import Reports

/// A comparison with the statistics that rounds of these figures give, to be changed by tests.
///
/// - Parameters:
///   - change: by what a candidate's requests a second differ: 0.95 is 5 % fewer.
///   - noise: how much rounds differ.
///   - failed: how many of a candidate's requests fail in each slot.
func sampleComparison(
    change: Double = 0.95,
    noise: Double = 0.01,
    rounds count: Int = 20,
    failed: Int = 0,
    gates: [ComparisonSeries.Gate] = [.init(.requestsPerSecond, isGated: true)],
    hasCPU: Bool = true,
    stopped: Bool = false,
    exitCode: Int? = nil
) -> CompareResult {
    var random = SplitMix64(seed: 1)
    func factor() -> Double { 1 + noise * (Double(random.below(2001)) / 1000 - 1) }
    let others =
        [ComparisonMetric.requestsPerSecond, .cpuPerRequest]
        + [50, 75, 90, 95, 99, 99.9].map { ComparisonMetric.percentile($0) }
    let all =
        gates + others.filter { metric in !gates.contains { $0.metric == metric } }.map { .init($0, isGated: false) }
    var series = ComparisonSeries(gates: all)
    for number in 0..<count {
        let isSecond = random.coin()
        let slots = [1, change].enumerated().map { place, speed in
            sampleSlot(
                start: Double(number) * 1.2 + (isSecond == (place == 0) ? 0.7 : 0.1),
                completed: Int(20_000 * speed * factor()),
                nanoseconds: 1_500_000 / speed * factor(),
                failed: place == 1 ? failed : 0,
                cpu: hasCPU ? 0.4 * factor() : nil
            )
        }
        series.add(
            ComparisonRound(
                baseline: slots[0],
                candidate: slots[1],
                order: isSecond ? [.candidate, .baseline] : [.baseline, .candidate]
            )
        )
    }
    let look = series.look
    let findings = series.findings(alpha: look.map { ComparisonLooks.usual.looks[$0].alpha } ?? 0.001)
    let errors = series.errors(alpha: 0.01)
    let judgement = stopped ? .stopped : ComparisonJudgement(findings, errors: errors)
    var builds = [
        CompareResult.Build(name: "main", url: "http://127.0.0.1:8080/", command: nil, role: .baseline),
        CompareResult.Build(name: "pr-123", url: "http://127.0.0.1:8081/", command: nil, role: .candidate),
    ]
    let rows: [[RunResult.ErrorRow]] = series.rounds.map { _ in
        failed > 0 ? [errorRow(.timeout, "not answered in time", failed)] : []
    }
    builds[0].take(series.rounds.map(\.baseline), errors: series.rounds.map { _ in [] })
    builds[1].take(series.rounds.map(\.candidate), errors: rows)
    let run = sampleResult()
    var result = CompareResult(
        tool: run.tool,
        startedAt: "2026-09-01T10:00:00.000Z",
        endedAt: "2026-09-01T10:00:24.310Z",
        elapsedSeconds: 24.31,
        host: run.host,
        config: run.config,
        design: CompareResult.Design(
            seed: 8_823_411,
            looks: ComparisonLooks.usual.looks,
            slotSeconds: 0.5,
            settleSeconds: 0.1,
            roundsPerStart: 2,
            calibrates: false,
            requiresSame: false
        ),
        targets: builds,
        rounds: series.rounds.enumerated().map { CompareResult.Round($1, index: $0, start: 0) },
        comparison: CompareResult.Findings(
            judgement: judgement,
            message: "",
            rounds: count,
            mostRounds: 80,
            look: look.map { $0 + 1 },
            unit: "round",
            metrics: findings.map { CompareResult.Metric($0, isAtLook: !stopped) },
            control: [],
            errors: CompareResult.ErrorShares(errors),
            noise: CompareResult.Noise(
                ComparisonDiagnostics(series.rounds, of: .requestsPerSecond, alpha: 0.01, seed: 1)
            ),
            calibration: []
        ),
        warnings: [],
        exitCode: exitCode ?? (judgement.verdict == .worse ? 99 : 0)
    )
    result.config.connections = 64
    result.comparison.message = ComparisonConclusion.sentence(judgement, of: result)
    return result
}

private func sampleSlot(start: Double, completed: Int, nanoseconds: Double, failed: Int, cpu: Double?) -> ComparisonSlot
{
    let latencies = Histogram(.nanoseconds)
    for percent in 1...100 {
        // Most are near the middle, a few far above it.
        let value = nanoseconds * (percent > 98 ? 3.2 : 0.5 + Double(percent) / 100)
        for _ in 0..<(completed / 100) { latencies.record(UInt64(value)) }
    }
    var outcomes = OutcomeCounts()
    outcomes.add(.ok, count: completed - failed)
    outcomes.add(.timedOut, count: failed)
    let errors = failed > 0 ? [errorRow(.timeout, "not answered in time", failed)] : []
    return ComparisonSlot(
        start: start,
        completed: Double(completed),
        seconds: 0.5,
        counts: RunResult.Counts(
            outcomes,
            bytesIn: completed * 200,
            bodyBytesIn: completed * 100,
            status: ["200": completed - failed],
            errors: RunResult.SocketErrors(errors)
        ),
        latencies: latencies.takeSnapshot(),
        cpuSeconds: cpu
    )
}
