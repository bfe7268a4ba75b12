internal import CPlatform
internal import Dispatch
package import Statistics
internal import Synchronization
internal import Workload

/// One run: its workers, each on a serial queue of its own, merged after the join.
package final class Run: Sendable {
    private let plan: RunPlan
    private let engine: ChosenEngine
    private let workers: [any RunningWorker]
    private let published: [PublishedIntervals]
    /// Rows of each worker that `takeProgress` has seen.
    private let progressRows = Mutex(0)

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
        self.plan = plan
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
        let startedAt = wallClockSeconds()
        let start = cplatform_monotonic_ns()
        let end = plan.duration.map { start + $0 } ?? .max
        let group = DispatchGroup()
        for (index, worker) in workers.enumerated() {
            // A serial queue is served by a thread of its own; global and concurrent queues bound their threads.
            DispatchQueue(label: "worker.\(index)").async(group: group) {
                cplatform_name_thread("worker \(index)")
                worker.run(from: start, until: end)
            }
        }
        group.wait()
        return Measurement(plan: plan, config: config, workers: workers, start: start, startedAt: startedAt).result
    }

    /// Requests per second of each worker, sampled as wrk does; after the run.
    package var rates: [UInt64] { workers.flatMap(\.recorder.rates) }

    /// What the seconds since the last call brought.
    package func takeProgress() -> RunProgress {
        progressRows.withLock { seen in
            let rows = published.map { $0.rows(after: seen) }
            let finished = rows.map(\.count).min() ?? 0
            seen += finished
            return RunProgress(rows.map { $0.prefix(finished) })
        }
    }
}
