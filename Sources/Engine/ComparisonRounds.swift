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
    private let start: UInt64

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
        start = cplatform_monotonic_ns()
    }

    /// How long a slot settles before it is measured, and is measured, in nanoseconds.
    private static let (settling, measured): (UInt64, UInt64) = (100_000_000, 500_000_000)
    /// The same in seconds.
    package static let (settleSeconds, slotSeconds) = (Double(settling) / 1e9, Double(measured) / 1e9)

    /// What is asked of a build in each slot, as the result tells it.
    package func config(_ build: Build) -> RunResult.Config {
        plan(build, settling: ComparisonRounds.settling, measured: ComparisonRounds.measured).config(build.pool.engine)
    }

    /// Loads a build that is about to be compared, without a word of how it did.
    package func warmUp(_ build: Build, nanoseconds: UInt64) -> RunResult {
        Run(build.pool, plan(build, settling: 0, measured: nanoseconds)).perform()
    }

    /// Makes the next round: a slot of each build, in random order.
    ///
    /// - Returns: nil where it was stopped.
    package mutating func next(_ baseline: Build, _ candidate: Build, control: Build? = nil) -> Outcome? {
        var order: [(role: ComparisonRole, build: Build)] = [(.baseline, baseline), (.candidate, candidate)]
        if let control { order.append((.control, control)) }
        // Fisher and Yates; of two, it is a coin.
        for place in order.indices.dropFirst().reversed() {
            order.swapAt(place, place - Int(random.below(UInt64(place + 1))))
        }
        number += 1
        var slots: [ComparisonRole: ComparisonSlot] = [:]
        var results: [ComparisonRole: RunResult] = [:]
        for (role, build) in order {
            guard let made = slot(build) else { return nil }
            slots[role] = made.slot
            results[role] = made.result
        }
        guard let one = slots[.baseline], let other = slots[.candidate] else { return nil }
        let round = ComparisonRound(
            baseline: one,
            candidate: other,
            control: slots[.control],
            order: order.map(\.role)
        )
        return Outcome(round: round, results: results)
    }

    private func slot(_ build: Build) -> (slot: ComparisonSlot, result: RunResult)? {
        let before = build.cpuSeconds()
        let from = cplatform_monotonic_ns() &- start &+ ComparisonRounds.settling
        let run = Run(
            build.pool,
            plan(build, settling: ComparisonRounds.settling, measured: ComparisonRounds.measured)
        )
        var result = run.perform()
        guard !run.isStuck, !run.wasStopped else { return nil }
        if let before, let after = build.cpuSeconds() { result.targets[0].setServerTime(after - before) }
        let target = result.targets[0]
        let completed = target.counts.completed - target.drained
        let latencies = (try? target.latency.histogram.makeHistogram()) ?? Histogram(.nanoseconds)
        let slot = ComparisonSlot(
            start: Double(from) / 1e9,
            completed: completed,
            seconds: target.elapsedSeconds,
            counts: target.counts,
            latencies: latencies.takeSnapshot(),
            cpuSeconds: target.cpuSecondsPerRequest.map { $0 * Double(completed) }
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
