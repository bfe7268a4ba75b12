internal import CPlatform
internal import Dispatch
package import Statistics
internal import Synchronization
internal import Workload

/// One run: what the threads of a pool do, merged after the join.
package final class Run: Sendable {
    private let pool: WorkerPool
    private let plan: RunPlan
    private let workers: [any RunningWorker]
    private let published: [PublishedIntervals]
    private let feed: Mutex<IntervalFeed>

    /// A run on the connections of `pool`.
    ///
    /// - Parameter plan: what to do instead of what the pool was made for, on as many connections; the run before must have
    ///   been drained for longer than its timeout, so that they are idle.
    package init(_ pool: WorkerPool, _ plan: RunPlan? = nil) {
        let plan = plan ?? pool.plan
        let published = pool.threads.map { _ in PublishedIntervals() }
        workers = zip(pool.threads, published).map { $0.make(plan, $1) }
        feed = Mutex(IntervalFeed(interval: plan.interval, warmup: plan.warmup, workers: workers.count))
        self.pool = pool
        self.plan = plan
        self.published = published
    }

    /// Runs to the end and returns what was measured.
    ///
    /// Blocks the calling thread.
    package func perform() -> RunResult {
        let processors = StolenTime()
        let startedAt = wallClockSeconds()
        let start = cplatform_monotonic_ns()
        let end = plan.duration.map { start + plan.warmup + $0 } ?? .max
        let group = DispatchGroup()
        for (thread, worker) in zip(pool.threads, workers) {
            thread.perform(in: group) { worker.run(from: start, until: end) }
        }
        wait(for: group, until: end)
        let ended = workers.indices.filter { workers[$0].hasEnded }
        return Measurement(
            plan: plan,
            config: plan.config(pool.engine),
            workers: ended.map { workers[$0] },
            connections: ended.map { WorkerPool.share(of: plan.connections, $0, plan.threads) },
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
            if pool.stop.isSet { last = min(last, now) }
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

    /// Whether the run was ended before its time, by a person or a script; after `perform`.
    var wasStopped: Bool { pool.stop.isSet || workers.contains { $0.source?.isStopped == true } }

    /// Requests per second of each worker, sampled as wrk does; after the run.
    package var rates: [UInt64] { workers.filter(\.hasEnded).flatMap(\.timeline.rates) }

    /// The intervals that have ended since the last call; after `perform` all that are left.
    package func takeIntervals() -> [IntervalReport] {
        let isOver = workers.allSatisfy(\.hasEnded)
        return feed.withLock { $0.take(published, isOver: isOver) }
    }
}
