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
        let parts: RunParts
        /// The server that is started for it; nil where it runs already.
        let served: ServedURL?
    }

    let role: ComparisonRole
    let name: String
    private let source: Source
    /// Ends what goes on; set by Ctrl-C, and where a script fails.
    let stop = StopFlag()
    private let readiness: Readiness
    private var server: ManagedServer?
    private var pool: WorkerPool?
    /// How often its server was started.
    private(set) var starts = 0
    /// The URL of the first start.
    private(set) var url: String
    /// How often its server did not end within 5 s of SIGTERM, and was killed; it is asked twice at most.
    private(set) var kills = 0
    /// How its server ended first that ended on being asked to, though not as one does that is well; nil where none did.
    private(set) var uncleanEnd: SupervisedCommand.Ending?
    /// What its server printed last, when it was ended; nil where it printed nothing.
    private var lastOutput: String?
    /// Slots in a row that had no answer.
    private var silentSlots = 0
    private var slots: [ComparisonSlot] = []
    private var errors: [[RunResult.ErrorRow]] = []
    private var requests = RequestRowSum()
    /// The shares of a processor that the workers used, in all slots.
    private(set) var processorShares: [Double] = []

    /// Why a build can no longer be measured, as a sentence.
    struct Failure: Error {
        let message: String
        /// Whether it is the command line's, or that of a file which it names.
        var isUsers = false
        /// Whether workers are still at it: nothing of theirs may be used or given back.
        var isStuck = false
    }

    init(_ role: ComparisonRole, name: String, _ source: Source, readiness: Readiness) {
        self.role = role
        self.name = name
        self.source = source
        self.readiness = readiness
        url = source.served?.url ?? source.parts.plan.url
    }

    /// Starts its server, where there is one to start.
    func startServer() throws(Failure) {
        guard let served = source.served else { return }
        do {
            server = try ManagedServer(
                served.command,
                readiness,
                // One that has shown that it does not end on being asked to is not waited for again.
                grace: ignoresSIGTERM ? 0.1 : SupervisedCommand.usualGrace,
                isCancelled: { [stop] in stop.isSet }
            )
        } catch {
            throw Failure(message: "\(name): \(error.description)")
        }
        starts += 1
    }

    /// Opens connections to it.
    func connect() throws(Failure) {
        var parts = source.parts
        do {
            if let served = source.served, let server { try parts.aim(at: served.at(server.host, port: server.port)) }
            if starts == 1 { url = parts.plan.url }
            parts.plan.sources = try parts.makeScript(hasRate: parts.plan.load != nil)?.threads ?? []
            pool = try WorkerPool(parts.plan, stop: stop)
        } catch let error as EngineError {
            // What became of the server says more than that it cannot be reached.
            throw failure ?? Failure(message: "\(name): \(error.description)", isUsers: error.isUsers)
        } catch let error as UsageError {
            throw Failure(message: "\(name): \(error.message)", isUsers: true)
        } catch {
            throw Failure(message: "\(error)", isUsers: true)
        }
    }

    /// Whether its server does not end on being asked to: once may be a stall of the machine.
    var ignoresSIGTERM: Bool { kills >= 2 }

    /// Closes its connections, and has its server asked to end.
    func askToEnd() {
        pool = nil
        server?.askToStop()
    }

    /// Waits until its server has ended; after `askToEnd`.
    func end() {
        guard let server else { return }
        switch server.stop() {
        case .killed: kills += 1
        case .stopped(let unclean): uncleanEnd = uncleanEnd ?? unclean
        case .hadEnded: break
        }
        lastOutput = server.output
        self.server = nil
    }

    /// What rounds are made with; after `start`.
    var rounds: ComparisonRounds.Build? {
        let server = server
        return pool.map { pool in ComparisonRounds.Build(pool) { server?.cpuSeconds() } }
    }

    /// Why its server is not there any more; nil where it is.
    var failure: Failure? {
        (server?.failure).map { Failure(message: "\(name): \($0.description)") }
    }

    /// What its server printed last, now or until it was ended, as lines below a sentence; nil where it printed nothing.
    var output: String? { server?.output ?? lastOutput }

    /// Why it cannot be measured, though its server is there.
    ///
    /// - Parameter place: where and when that was; nil for its name.
    func failure(_ reason: String, at place: String? = nil) -> Failure {
        let printed = output.map { "; the server of \(name) printed last:\n\($0)" }
        return Failure(message: "\(place ?? name): \(reason)\(printed ?? "")")
    }

    /// So many slots in a row without an answer, and a build is believed to be gone: one may be a stall, or have no request.
    static let mostSilentSlots = 3

    /// Whether it is there, as its last slots show.
    func isAlive(after slot: ComparisonSlot) -> Bool {
        silentSlots = slot.completed > 0 ? 0 : silentSlots + 1
        return silentSlots < ComparedBuild.mostSilentSlots
    }

    /// Takes what a slot of it measured.
    func take(_ slot: ComparisonSlot, _ result: RunResult) {
        slots.append(slot)
        errors.append(result.targets[0].errors)
        if result.targets[0].requests.count > 1 { requests.add(result.targets[0].requests) }
        processorShares += result.workers.map(\.cpuShare)
    }

    /// What was measured in all slots.
    var result: CompareResult.Build {
        var build = CompareResult.Build(name: name, url: url, command: source.served?.command, role: role)
        build.starts = starts
        build.take(slots, errors: errors)
        let rows = requests.rows
        build.requests = rows.isEmpty ? nil : rows
        return build
    }
}
