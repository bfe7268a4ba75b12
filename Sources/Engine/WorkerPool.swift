package import Statistics
internal import Workload

/// The workers' threads with their connections: for one run, or for several that follow each other on open connections.
package final class WorkerPool: Sendable {
    /// What the connections are for.
    let plan: RunPlan
    let stop: StopFlag
    let engine: ChosenEngine
    let threads: [WorkerThread]

    /// Gets everything ready: descriptors, a first connection to see that the target answers, handles.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - stop: ends a run early when it is set.
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
        let factory = WorkerFactory(plan: plan, options: options, trust: trust, stop: stop)
        var threads: [WorkerThread] = []
        for index in 0..<plan.threads {
            threads.append(WorkerThread(index, make: try factory.make(index, engine)))
        }
        self.plan = plan
        self.stop = stop
        self.engine = engine
        self.threads = threads
    }

    /// The part of `total` that worker `index` of `count` takes: what is left over goes to the first ones.
    static func share(of total: Int, _ index: Int, _ count: Int) -> Int {
        total / count + (index < total % count ? 1 : 0)
    }

    /// The target's URL as the user wrote it.
    package var url: String { plan.url }

    /// What was asked for, as the result tells it.
    package var config: RunResult.Config { plan.config(engine) }
}
