@testable import Statistics

/// A slot with these requests, of half a second.
func sampleSlot(
    completed: Int = 100,
    latencies: [UInt64] = [],
    cpu: Double? = nil,
    failed: Int = 0,
    timedOut: Int = 0,
    bytes: Int = 0
) -> ComparisonSlot {
    let histogram = Histogram(.nanoseconds)
    for latency in latencies { histogram.record(latency) }
    var outcomes = OutcomeCounts()
    outcomes.add(.ok, count: completed - failed)
    outcomes.add(.statusError, count: failed)
    outcomes.add(.timedOut, count: timedOut)
    let counts = RunResult.Counts(
        outcomes,
        bytesIn: bytes + 100 * completed,
        bodyBytesIn: bytes,
        status: ["200": completed - failed, "500": failed].filter { $0.value > 0 },
        errors: RunResult.SocketErrors([])
    )
    return ComparisonSlot(
        completed: Double(completed),
        seconds: 0.5,
        counts: counts,
        latencies: histogram.takeSnapshot(),
        cpuSeconds: cpu
    )
}

/// Rounds of slots as `make` says; one in three has the candidate first.
func sampleSeries(
    _ gates: [ComparisonSeries.Gate],
    rounds: Int,
    roundsPerStart: Int? = nil,
    _ make: (Int) -> (baseline: ComparisonSlot, candidate: ComparisonSlot)
) -> ComparisonSeries {
    var series = ComparisonSeries(gates: gates, roundsPerStart: roundsPerStart)
    for number in 0..<rounds {
        let slots = make(number)
        series.add(
            ComparisonRound(
                baseline: slots.baseline,
                candidate: slots.candidate,
                order: number % 3 == 0 ? [.candidate, .baseline] : [.baseline, .candidate]
            )
        )
    }
    return series
}
