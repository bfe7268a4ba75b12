internal import CPlatform
package import Statistics
internal import Workload

/// Makes the rounds of a comparison: a slot of each build, one right after the other, on connections that stay open; a coin
/// decides which comes first.
package struct ComparisonRounds {
    /// Where the coin is in its sequence.
    private var random: SplitMix64
    private var number = 0
    /// When the comparison began, in monotonic nanoseconds.
    private let start = cplatform_monotonic_ns()
    /// The same on the wall clock, in seconds since 1970.
    private let startedAtSeconds = wallClockSeconds()
    /// Seconds from there to the end of the last round.
    package private(set) var elapsedSeconds = 0.0

    /// A build that answers.
    package struct Build {
        /// Its connections.
        let pool: WorkerPool
        /// The CPU time that its server has used until now, in seconds; nil where that is not known.
        let cpuSeconds: () -> Double?

        /// A build that answers on the connections of `pool`, whose plan says what is sent and how.
        package init(_ pool: WorkerPool, cpuSeconds: @escaping () -> Double? = { nil }) {
            self.pool = pool
            self.cpuSeconds = cpuSeconds
        }
    }

    /// A slot that was stopped before its end.
    package struct Unfinished: Error {
        /// What was measured until then.
        package let result: RunResult
        /// Whether some workers are still at it: nothing of theirs may be used or given back.
        package let isStuck: Bool
    }

    /// What came of a round.
    package struct Outcome {
        /// What the builds did.
        package let round: ComparisonRound
        /// What is known of each slot.
        package let results: [ComparisonRole: RunResult]
    }

    /// - Parameter seed: where the coin begins.
    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// When the comparison began, and the last round ended: RFC 3339, UTC, milliseconds.
    package var times: (startedAt: String, endedAt: String) {
        (timestamp(startedAtSeconds), timestamp(startedAtSeconds + elapsedSeconds))
    }

    /// How long a slot settles before it is measured, and is measured, in nanoseconds.
    private static let (settling, measured): (UInt64, UInt64) = (100_000_000, 500_000_000)
    /// The same in seconds.
    package static let (settleSeconds, slotSeconds) = (Double(settling) / 1e9, Double(measured) / 1e9)

    /// What is asked of a build in each slot, as the result tells it.
    package func config(_ build: Build) -> RunResult.Config {
        plan(build, settling: ComparisonRounds.settling, measured: ComparisonRounds.measured).config(build.pool.engine)
    }

    /// Loads a build that is about to be compared; the round that comes next knows nothing of it.
    package func warmUp(_ build: Build, nanoseconds: UInt64) throws(Unfinished) -> RunResult {
        try run(build, settling: 0, measured: nanoseconds)
    }

    private func run(_ build: Build, settling: UInt64, measured: UInt64) throws(Unfinished) -> RunResult {
        let run = Run(build.pool, plan(build, settling: settling, measured: measured))
        let result = run.perform()
        guard !run.isStuck, !run.wasStopped else { throw Unfinished(result: result, isStuck: run.isStuck) }
        return result
    }

    /// Makes the next round: a slot of each build, in random order.
    ///
    /// - Throws: `Unfinished` where it was stopped, by a person or a script.
    package mutating func next(
        _ baseline: Build,
        _ candidate: Build,
        control: Build? = nil
    ) throws(Unfinished) -> Outcome {
        var order: [(role: ComparisonRole, build: Build)] = [(.baseline, baseline), (.candidate, candidate)]
        if let control { order.append((.control, control)) }
        // Fisher and Yates; of two, it is a coin.
        for place in order.indices.dropFirst().reversed() {
            order.swapAt(place, place - Int(random.below(UInt64(place + 1))))
        }
        number += 1
        var slots: [ComparisonRole: ComparisonSlot] = [:]
        var results: [ComparisonRole: RunResult] = [:]
        for (role, build) in order { (slots[role], results[role]) = try slot(build) }
        guard let one = slots[.baseline], let other = slots[.candidate] else { preconditionFailure("both have a slot") }
        elapsedSeconds = Double(cplatform_monotonic_ns() - start) / 1e9
        return Outcome(
            round: ComparisonRound(baseline: one, candidate: other, control: slots[.control], order: order.map(\.role)),
            results: results
        )
    }

    private func slot(_ build: Build) throws(Unfinished) -> (slot: ComparisonSlot, result: RunResult) {
        let before = build.cpuSeconds()
        let from = cplatform_monotonic_ns() &- start &+ ComparisonRounds.settling
        var result = try run(build, settling: ComparisonRounds.settling, measured: ComparisonRounds.measured)
        if let before, let after = build.cpuSeconds() { result.targets[0].setServerTime(after - before) }
        let target = result.targets[0]
        // Without those that lie partly within, slow requests would be counted in steps of one a connection.
        let completed = Double(target.counts.completed - target.drained) + target.partlyWithin
        let latencies = (try? target.latency.histogram.makeHistogram()) ?? Histogram(.nanoseconds)
        latencies.recordUnsent(target.counts.unsent, of: target.counts.due, seconds: target.elapsedSeconds)
        let slot = ComparisonSlot(
            start: Double(from) / 1e9,
            completed: completed,
            seconds: target.elapsedSeconds,
            counts: target.counts,
            latencies: latencies.takeSnapshot(),
            cpuSeconds: target.cpuSecondsPerRequest.map { $0 * completed }
        )
        return (slot, result)
    }

    private func plan(_ build: Build, settling: UInt64, measured: UInt64) -> RunPlan {
        // Both builds get the same random arrivals in a round, and other ones in the next.
        var plan = build.pool.plan.followed(number: number, lasting: measured)
        plan.warmup = settling
        if var load = plan.load, let rate = load.stages.first?.startRate {
            load.stages = [OpenLoad.Stage(duration: measured, rate: rate)]
            plan.load = load
        }
        return plan
    }
}
