internal import CPlatform
internal import Dispatch
package import Statistics
internal import Synchronization
internal import Workload

/// One run: its workers, each on a serial queue of its own, merged after the join.
package final class Run: Sendable {
    private let plan: RunPlan
    private let workers: [Worker<MultiTransport>]
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
        try DescriptorLimit.raise(forConnections: plan.connections, threads: plan.threads)
        let trust = try TrustStore(plan.target, plan.options)
        let options = try Probe(plan.target, plan.options, trust).pinning(plan.options, plan.target)
        self.plan = plan
        published = (0..<plan.threads).map { _ in PublishedIntervals() }
        var workers: [Worker<MultiTransport>] = []
        for index in 0..<plan.threads {
            workers.append(try Run.makeWorker(index, plan, options, trust, published[index], stop))
        }
        self.workers = workers
    }

    private static func makeWorker(
        _ index: Int,
        _ plan: RunPlan,
        _ options: ConnectionOptions,
        _ trust: TrustStore?,
        _ published: PublishedIntervals,
        _ stop: StopFlag
    ) throws(EngineError) -> Worker<MultiTransport> {
        let connections = share(of: plan.connections, index, plan.threads)
        let prefix = options.isForwarded(plan.target) ? plan.target.origin : ""
        let transport = try MultiTransport(
            connections: connections,
            origin: plan.target.origin,
            options: options,
            trust: trust,
            requests: plan.mix.requests.map {
                PreparedRequest($0, prefix: prefix, hostHeader: plan.target.hostHeader, keepsAlive: options.keepsAlive)
            },
            needsBody: plan.mix.need == .body
        )
        let workerPlan = WorkerPlan(
            slots: connections * options.streams,
            mix: plan.mix,
            requests: plan.requests.map { share(of: $0, index, plan.threads) },
            timeout: plan.timeout
        )
        return Worker(
            workerPlan,
            transport: transport,
            chooser: RequestChooser(plan.mix, worker: index),
            recorder: Recorder(nameCount: plan.mix.requests.count, published: published),
            shouldStop: stop
        )
    }

    /// The part of `total` that worker `index` of `count` takes: what is left over goes to the first ones.
    static func share(of total: Int, _ index: Int, _ count: Int) -> Int {
        total / count + (index < total % count ? 1 : 0)
    }

    /// What was asked for, as the result tells it.
    package var config: RunResult.Config { plan.config }

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
        return Measurement(plan: plan, workers: workers, start: start, startedAt: startedAt).result
    }

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
