internal import Statistics
internal import Workload

/// Makes the workers of a run, each with a transport of its own.
struct WorkerFactory {
    let plan: RunPlan
    /// How connections are made, the address pinned.
    let options: ConnectionOptions
    let trust: TrustStore?
    let stop: StopFlag

    /// The worker numbered `index`, whose rows go to `published`.
    func make(
        _ index: Int,
        _ engine: ChosenEngine,
        _ published: PublishedIntervals
    ) throws(EngineError) -> any RunningWorker {
        switch engine {
        case .multi: worker(index, published, try multi(connections(index)))
        case .direct(let loop): try direct(index, published, loop)
        }
    }

    private func connections(_ index: Int) -> Int {
        Run.share(of: plan.connections, index, plan.threads)
    }

    private func direct<Loop: EventLoop>(
        _ index: Int,
        _ published: PublishedIntervals,
        _ loop: Loop.Type
    ) throws(EngineError) -> any RunningWorker {
        let count = connections(index)
        let source = source(index)
        var options = options
        // The script's address for this worker; Host and the certificate's name stay the target's.
        if let address = source?.address {
            let bracketed = plan.target.host.contains(":") ? "[\(plan.target.host)]" : plan.target.host
            options.connectTo = ["\(bracketed):\(plan.target.port):\(address)"]
        }
        let connector = try Connector(
            connections: count,
            settings: try SharedSettings(origin: plan.target.origin, options, trust),
            options: options,
            pacer: ConnectPacer(rate: (options.connectRate ?? ConnectPacer.defaultRate) / Double(plan.threads))
        )
        let transport = DirectTransport(
            loop: try Loop(connections: count),
            connector: connector,
            connections: count,
            depth: options.streams,
            requests: try rendered(source),
            needsBody: plan.mix.need == .body || source?.seesAnswers == true,
            needsHead: source?.seesAnswers == true,
            makesRequests: source?.makesRequests == true,
            tracesRequests: options.tracesRequests
        )
        return worker(index, published, transport)
    }

    private func source(_ index: Int) -> (any RequestSource)? {
        plan.sources.isEmpty ? nil : plan.sources[index]
    }

    /// The requests that are the same each time.
    private func rendered(_ source: (any RequestSource)?) throws(EngineError) -> [RenderedRequest] {
        guard let source else {
            return plan.mix.requests.map {
                RenderedRequest($0, hostHeader: plan.target.hostHeader, keepsAlive: options.keepsAlive)
            }
        }
        guard !source.makesRequests else { return [] }
        do throws(ScriptError) {
            let made = try MadeRequest(from: source)
            return [
                RenderedRequest(
                    bytes: Array(made.bytes),
                    answers: made.facts.count,
                    isHead: made.facts.isHead,
                    asksToClose: made.facts.asksToClose
                )
            ]
        } catch {
            throw .script(error)
        }
    }

    private func multi(_ connections: Int) throws(EngineError) -> MultiTransport {
        let prefix = options.isForwarded(plan.target) ? plan.target.origin : ""
        return try MultiTransport(
            connections: connections,
            origin: plan.target.origin,
            options: options,
            trust: trust,
            requests: plan.mix.requests.map {
                PreparedRequest($0, prefix: prefix, hostHeader: plan.target.hostHeader, keepsAlive: options.keepsAlive)
            },
            needsBody: plan.mix.need == .body
        )
    }

    private func worker<T: Transport>(
        _ index: Int,
        _ published: PublishedIntervals,
        _ transport: T
    ) -> any RunningWorker {
        Worker(
            WorkerPlan(
                slots: connections(index) * options.streams,
                mix: plan.mix,
                requests: plan.requests.map { Run.share(of: $0, index, plan.threads) },
                timeout: plan.timeout,
                keepsGoing: plan.keepsGoing
            ),
            transport: transport,
            chooser: RequestChooser(plan.mix, worker: index),
            source: source(index),
            recorder: Recorder(nameCount: plan.mix.requests.count, published: published),
            shouldStop: stop
        )
    }
}
