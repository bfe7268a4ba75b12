internal import Engine
internal import Processes
internal import Scripting
internal import Statistics
internal import Workload

/// A build in a comparison: where its requests go, its connections, and its server where that is started for it.
final class ComparedBuild {
    /// What is known of a build before the comparison.
    struct Source {
        /// What is sent to it.
        var parts: RunParts
        /// The server that is started for it; nil where it runs already.
        let served: ServedURL?
    }

    let role: ComparisonRole
    let name: String
    private let source: Source
    private let stop: StopFlag
    private let startTimeout: Double
    private var server: ManagedServer?
    private var pool: WorkerPool?
    /// How often its server was started.
    private(set) var starts = 0
    /// The URL of the first start.
    private(set) var url: String
    /// Whether its server has once not ended after SIGTERM.
    private(set) var ignoresSIGTERM = false
    private var slots: [ComparisonSlot] = []
    private var errors: [[RunResult.ErrorRow]] = []
    /// The shares of a processor that the workers used, in all slots.
    private(set) var processorShares: [Double] = []

    /// Why a build can no longer be measured, as a sentence.
    struct Failure: Error {
        let message: String
    }

    init(_ role: ComparisonRole, name: String, _ source: Source, startTimeout: Double, stop: StopFlag) {
        self.role = role
        self.name = name
        self.source = source
        self.startTimeout = startTimeout
        self.stop = stop
        url = source.served?.url ?? source.parts.plan.url
    }

    /// Starts its server, where there is one to start, and opens connections.
    func start() throws(Failure) {
        var parts = source.parts
        if let served = source.served {
            // One that has shown that it does not end on being asked to is not waited for again.
            let grace = ignoresSIGTERM ? 0.1 : 5
            do {
                let server = try ManagedServer(
                    served.command,
                    readyWithin: startTimeout,
                    grace: grace,
                    isCancelled: { [stop] in stop.isSet }
                )
                self.server = server
                try parts.aim(at: served.at(server.port))
            } catch let error as ManagedServer.Failure {
                throw Failure(message: "\(name): \(error.description)")
            } catch {
                throw Failure(message: "\(name): \(error)")
            }
            if starts == 0 { url = parts.plan.url }
        }
        starts += 1
        do throws(ScriptError) {
            parts.plan.sources = try parts.makeScript(hasRate: parts.plan.load != nil)?.threads ?? []
        } catch {
            throw Failure(message: error.description)
        }
        do throws(EngineError) {
            pool = try WorkerPool(parts.plan, stop: stop)
        } catch {
            // What became of the server says more than that it cannot be reached.
            throw failure ?? Failure(message: "\(name): \(error.description)")
        }
    }

    /// Closes its connections, and ends its server.
    func end() {
        pool = nil
        if server?.stop() == .killed { ignoresSIGTERM = true }
        server = nil
    }

    /// What rounds are made with; after `start`.
    var rounds: ComparisonRounds.Build? {
        let server = server
        return pool.map { pool in ComparisonRounds.Build(pool) { server?.cpuSeconds } }
    }

    /// Why its server is not there any more; nil where it is.
    var failure: Failure? {
        (server?.failure).map { Failure(message: "\(name): \($0.description)") }
    }

    /// Takes what a slot of it measured.
    func take(_ slot: ComparisonSlot, _ result: RunResult) {
        slots.append(slot)
        errors.append(result.targets[0].errors)
        processorShares += result.workers.map(\.cpuShare)
    }

    /// What was measured in all slots.
    var result: CompareResult.Build {
        var build = CompareResult.Build(name: name, url: url, command: source.served?.command, role: role)
        build.starts = source.served == nil ? 0 : starts
        build.take(slots, errors: errors)
        return build
    }
}
