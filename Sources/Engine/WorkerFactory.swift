internal import Statistics
internal import Workload

/// Makes the connections of each worker, and what makes workers over them.
struct WorkerFactory {
    /// What the connections are for.
    let plan: RunPlan
    /// How connections are made, the address pinned.
    let options: ConnectionOptions
    let trust: TrustStore?
    let stop: StopFlag

    /// Makes what a plan says a worker, whose rows go to where it says.
    typealias MakeWorker = (RunPlan, PublishedIntervals) -> any RunningWorker

    /// The connections of the worker numbered `index`, and what makes workers over them.
    func make(_ index: Int, _ engine: ChosenEngine) throws(EngineError) -> MakeWorker {
        let connections = WorkerPool.share(of: plan.connections, index, plan.threads)
        let source = plan.sources.isEmpty ? templates(index) : plan.sources[index]
        return switch engine {
        case .multi: makeWorker(index, source, try multi(connections, source))
        case .direct(let loop): try direct(index, source, connections, loop)
        }
    }

    /// What makes the requests of a mix that change; nil where none does.
    private func templates(_ index: Int) -> (any RequestSource)? {
        guard plan.mix.changes else { return nil }
        return TemplateSource(
            plan.mix,
            worker: index,
            of: plan.threads,
            hostHeader: plan.target.hostHeader,
            keepsAlive: options.keepsAlive
        )
    }

    private func direct<Loop: EventLoop>(
        _ index: Int,
        _ source: (any RequestSource)?,
        _ connections: Int,
        _ loop: Loop.Type
    ) throws(EngineError) -> MakeWorker {
        let options = options(source)
        let connector = try Connector(
            connections: connections,
            settings: try SharedSettings(origin: plan.target.origin, options, trust),
            options: options,
            pacer: ConnectPacer(rate: (options.connectRate ?? ConnectPacer.defaultRate) / Double(plan.threads))
        )
        let transport = DirectTransport(
            loop: try Loop(connections: connections),
            connector: connector,
            connections: connections,
            depth: options.streams,
            requests: try rendered(source),
            needsBody: needsBody(source),
            needsHead: source?.seesAnswers == true,
            makesRequests: source?.makesRequests == true,
            keepsAlive: options.keepsAlive,
            tracesRequests: options.tracesRequests,
            answersPerConnection: options.requestsPerConnection ?? .max
        )
        return makeWorker(index, source, transport)
    }

    private func multi(_ connections: Int, _ source: (any RequestSource)?) throws(EngineError) -> MultiTransport {
        let options = options(source)
        let manner = PreparedRequest.Manner(
            prefix: options.isForwarded(plan.target) ? plan.target.origin : "",
            hostHeader: plan.target.hostHeader,
            keepsAlive: options.keepsAlive
        )
        return try MultiTransport(
            connections: connections,
            origin: plan.target.origin,
            options: options,
            trust: trust,
            requests: try prepared(source, manner),
            manner: manner,
            needsBody: needsBody(source),
            needsHead: source?.seesAnswers == true
        )
    }

    /// How the connections for `source` are made.
    private func options(_ source: (any RequestSource)?) -> ConnectionOptions {
        guard let address = source?.address else { return options }
        // The script's address for this worker; Host and the certificate's name stay the target's.
        let bracketed = plan.target.host.contains(":") ? "[\(plan.target.host)]" : plan.target.host
        var options = options
        options.connectTo = ["\(bracketed):\(plan.target.port):\(address)"]
        return options
    }

    private func needsBody(_ source: (any RequestSource)?) -> Bool {
        source?.seesAnswers == true || plan.sources.isEmpty && plan.mix.need == .body
    }

    // MARK: - Requests that are the same each time

    private func rendered(_ source: (any RequestSource)?) throws(EngineError) -> [RenderedRequest] {
        guard let source else {
            return plan.mix.requests.map {
                RenderedRequest($0, hostHeader: plan.target.hostHeader, keepsAlive: options.keepsAlive)
            }
        }
        guard !source.makesRequests else { return [] }
        do throws(ScriptError) {
            return [RenderedRequest(try MadeRequest(from: source), keepsAlive: options.keepsAlive)]
        } catch {
            throw .script(error)
        }
    }

    private func prepared(
        _ source: (any RequestSource)?,
        _ manner: PreparedRequest.Manner
    ) throws(EngineError) -> [PreparedRequest] {
        guard let source else { return plan.mix.requests.map { PreparedRequest($0, manner) } }
        do throws(ScriptError) {
            guard source.makesRequests else { return [try PreparedRequest(try MadeRequest(from: source), manner)] }
            // libcurl cannot send all that scripts may make, and that is better known before the run. What else is wrong
            // with the first one is met in the run, as on the direct engine.
            if let first = try? MadeRequest(peeking: source) { _ = try PreparedRequest(first, manner) }
            return []
        } catch {
            throw .script(error)
        }
    }

    // MARK: - Workers

    private func makeWorker<T: Transport>(
        _ index: Int,
        _ source: (any RequestSource)?,
        _ transport: T
    ) -> MakeWorker {
        { [stop, options] plan, published in
            Worker(
                WorkerPlan(plan, worker: index, streams: options.streams),
                transport: transport,
                chooser: RequestChooser(plan.mix, worker: index, run: plan.number),
                source: source,
                phases: plan.phases(rows: source?.rows.limit ?? plan.mix.requests.count),
                timeline: Timeline(
                    published: published,
                    sampleLength: plan.sampleLength,
                    rowLength: plan.rowLength
                ),
                shouldStop: stop
            )
        }
    }
}

extension WorkerPlan {
    /// What the worker numbered `index` has to do of `plan`.
    fileprivate init(_ plan: RunPlan, worker index: Int, streams: Int) {
        self.init(
            slots: WorkerPool.share(of: plan.connections, index, plan.threads) * streams,
            mix: plan.mix,
            requests: plan.requests.map { WorkerPool.share(of: $0, index, plan.threads) },
            timeout: plan.timeout,
            keepsGoing: plan.keepsGoing
        )
        schedule = plan.offeredLoad.map { ArrivalSchedule($0, worker: index, of: plan.threads, seed: plan.arrivalSeed) }
        slotsPerConnection = streams
        thinkTime = plan.thinkTime
        restSeed = plan.mix.seed(for: .rests) &+ UInt64(index)
        warmup = plan.warmup
        drain = plan.drain
    }
}

extension RunPlan {
    /// The warm-up where there is one, then each stage, or all that is measured, with recorders of so many rows.
    fileprivate func phases(rows: Int) -> [WorkerPhase] {
        let stages = load?.stages.map(\.duration) ?? [nil]
        let measured = stages.map {
            WorkerPhase(recorder: Recorder(rows: rows, isOpen: load != nil), length: stages.count > 1 ? $0 : nil)
        }
        guard warmup > 0 else { return measured }
        let first = Recorder(rows: rows, isOpen: load != nil)
        return [WorkerPhase(recorder: first, length: warmup, isMeasured: false)] + measured
    }
}
