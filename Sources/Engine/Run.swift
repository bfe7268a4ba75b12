internal import CPlatform
internal import Dispatch
package import Statistics
internal import Synchronization
internal import Workload

/// One run: its workers, each on a serial queue of its own, merged after the join.
package final class Run: Sendable {
    private let plan: RunPlan
    private let stop: StopFlag
    private let engine: ChosenEngine
    private let workers: [any RunningWorker]
    private let published: [PublishedIntervals]
    private let feed: Mutex<IntervalFeed>

    /// Gets everything ready: descriptors, a first connection to see that the target answers, handles.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - stop: ends the run early when it is set.
    /// - Throws: `EngineError` with a sentence for the user.
    package init(_ plan: RunPlan, stop: StopFlag) throws(EngineError) {
        try Capabilities.check(plan.options)
        let engine = try ChosenEngine(plan)
        try DescriptorLimit.raise(
            forConnections: plan.connections,
            each: engine.descriptorsPerConnection,
            threads: plan.threads
        )
        let trust = try TrustStore(plan.target, plan.options)
        let options = try Probe(plan.target, plan.options, trust).pinning(plan.options, plan.target)
        let published = (0..<plan.threads).map { _ in PublishedIntervals() }
        let factory = WorkerFactory(plan: plan, options: options, trust: trust, stop: stop)
        var workers: [any RunningWorker] = []
        for index in 0..<plan.threads {
            workers.append(try factory.make(index, engine, published[index]))
        }
        feed = Mutex(IntervalFeed(interval: plan.interval, warmup: plan.warmup, workers: plan.threads))
        self.plan = plan
        self.stop = stop
        self.engine = engine
        self.published = published
        self.workers = workers
    }

    /// The part of `total` that worker `index` of `count` takes: what is left over goes to the first ones.
    static func share(of total: Int, _ index: Int, _ count: Int) -> Int {
        total / count + (index < total % count ? 1 : 0)
    }

    /// What was asked for, as the result tells it.
    package var config: RunResult.Config { plan.config(engine) }

    /// Runs to the end and returns what was measured.
    ///
    /// Blocks the calling thread.
    package func perform() -> RunResult {
        let processors = StolenTime()
        let startedAt = wallClockSeconds()
        let start = cplatform_monotonic_ns()
        let end = plan.duration.map { start + plan.warmup + $0 } ?? .max
        let group = DispatchGroup()
        for (index, worker) in workers.enumerated() {
            // A serial queue is served by a thread of its own; global and concurrent queues bound their threads.
            DispatchQueue(label: "worker.\(index)").async(group: group) {
                cplatform_name_thread("worker \(index)")
                worker.run(from: start, until: end)
            }
        }
        wait(for: group, until: end)
        let ended = workers.indices.filter { workers[$0].hasEnded }
        return Measurement(
            plan: plan,
            config: config,
            workers: ended.map { workers[$0] },
            connections: ended.map { Run.share(of: plan.connections, $0, plan.threads) },
            stuckIn: ended.count == workers.count ? nil : plan.sources.first?.name,
            start: start,
            startedAt: startedAt,
            returnedAt: cplatform_monotonic_ns(),
            stolenShare: processors.flatMap { earlier in StolenTime()?.share(since: earlier) }
        ).result
    }

    /// Waits for all workers, but not for ever for those whose script does not come back: LuaJIT cannot be interrupted.
    private func wait(for group: DispatchGroup, until end: UInt64) {
        guard !plan.sources.isEmpty else { return group.wait() }
        var last = end == .max ? end : end + plan.drain
        var (seconds, lastSecondAt) = (0, cplatform_monotonic_ns())
        while group.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
            let now = cplatform_monotonic_ns()
            if stop.isSet { last = min(last, now) }
            if last < now, now - last > plan.timeout &+ Run.patience { return }
            // Without an end in time, it is over for those that are left when none of them has ended a second for long.
            let found = zip(workers, published).reduce(0) { $0 + ($1.0.hasEnded ? 0 : $1.1.count) }
            if found != seconds { (seconds, lastSecondAt) = (found, now) }
            if end == .max, now - lastSecondAt > plan.timeout &+ WorkerPlan.patience { return }
        }
    }

    /// How long after the end and the timeout a worker may still need for its own end.
    private static let patience: UInt64 = 1_000_000_000

    /// Whether some workers are still at it, after `perform`: nothing of theirs may be used or given back.
    package var isStuck: Bool { !workers.allSatisfy(\.hasEnded) }

    /// Requests per second of each worker, sampled as wrk does; after the run.
    package var rates: [UInt64] { workers.filter(\.hasEnded).flatMap(\.timeline.rates) }

    /// The intervals that have ended since the last call; after `perform` all that are left.
    package func takeIntervals() -> [IntervalReport] {
        let isOver = workers.allSatisfy(\.hasEnded)
        return feed.withLock { $0.take(published, isOver: isOver) }
    }
}
