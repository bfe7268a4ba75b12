package import Statistics
package import Workload

/// What a run is to do.
package struct RunPlan: Sendable {
    /// The target's URL as the user wrote it.
    package var url: String
    /// What it says.
    package var target: TargetURL
    /// What is sent to it.
    package var mix: RequestMix
    /// The scripts that make the requests instead, one a worker; empty where the mix is sent.
    package var sources: [any RequestSource] = []
    /// Whether the run goes on when a script fails.
    package var keepsGoing = false
    /// How connections are made.
    package var options: ConnectionOptions
    /// Which engine sends.
    package var engine: EngineChoice
    /// Which event loop the direct engine uses.
    package var eventLoop: EventLoopChoice
    /// Connections, all workers together; at least one a worker.
    package var connections: Int
    /// Workers.
    package var threads: Int
    /// Nanoseconds that are measured; nil where only a number of requests ends the run.
    package var duration: UInt64?
    /// When requests are due; nil for a closed loop.
    package var load: OpenLoad?
    /// Nanoseconds that a connection rests between an answer and its next request, in a closed loop.
    package var thinkTime: ClosedRange<UInt64>?
    /// Nanoseconds of load before what is measured.
    package var warmup: UInt64 = 0
    /// Nanoseconds after the end for which answers are waited for.
    package var drain: UInt64 = 0
    /// Requests to send; nil where only time ends the run.
    package var requests: Int?
    /// Nanoseconds after which a request counts as timed out.
    package var timeout: UInt64
    /// The percentiles that are told, as they were asked for.
    package var percentiles = LatencySummary.usualPercentiles
    /// How long the intervals are that are told while the run goes on, in nanoseconds: whole tenths of a second, and whole
    /// seconds where it is longer than one.
    package var interval: UInt64 = 1_000_000_000
    /// Whether the latencies shown carry wrk's back-fill.
    package var correctsAsWrk: Bool
    /// What the result says made it.
    package var tool: RunResult.Tool
    /// Which of several runs it is that follow each other; random arrivals are others in each.
    package var number = 0

    /// A plan.
    package init(
        url: String,
        target: TargetURL,
        mix: RequestMix,
        options: ConnectionOptions,
        engine: EngineChoice = .auto,
        eventLoop: EventLoopChoice = .auto,
        connections: Int,
        threads: Int,
        duration: UInt64?,
        requests: Int?,
        timeout: UInt64,
        correctsAsWrk: Bool,
        tool: RunResult.Tool
    ) {
        self.url = url
        self.target = target
        self.mix = mix
        self.options = options
        self.engine = engine
        self.eventLoop = eventLoop
        self.connections = connections
        self.threads = threads
        self.duration = duration
        self.requests = requests
        self.timeout = timeout
        self.correctsAsWrk = correctsAsWrk
        self.tool = tool
    }
}

extension RunPlan {
    /// How long a sample is, in nanoseconds: a hundredth of the run where that lies between 100 ms and a second.
    var sampleLength: UInt64 {
        let hundredth = min((duration ?? .max) / 100, rowLength)
        return [WorkerPlan.tick * 10, WorkerPlan.tick * 5, WorkerPlan.tick * 2].first { $0 <= hundredth }
            ?? WorkerPlan.tick
    }

    /// How long a worker's rows are, in nanoseconds.
    var rowLength: UInt64 { min(interval, 1_000_000_000) }

    /// Where random arrivals begin; workers count on from there.
    var arrivalSeed: UInt64 { mix.seed(for: .arrivals) &+ UInt64(number) << 32 }

    /// How long a drain is in nanoseconds that leaves no request without an end: each has its answer, or its timeout.
    package var completeDrain: UInt64 { timeout + 1_000_000_000 }

    /// Run number `number` of several that follow each other: its connections are idle when the next one begins.
    func followed(number: Int, lasting nanoseconds: UInt64) -> RunPlan {
        var plan = self
        plan.number = number
        plan.duration = nanoseconds
        plan.drain = completeDrain
        return plan
    }

    /// The load from the start on: that of the warm-up has the rate with which the first stage begins.
    var offeredLoad: OpenLoad? {
        guard var load, let first = load.stages.first, warmup > 0 else { return load }
        let rate = first.startRate > 0 ? first.startRate : first.endRate
        load.stages.insert(OpenLoad.Stage(duration: warmup, rate: rate), at: 0)
        return load
    }

    /// What was asked for, as the result tells it.
    func config(_ chosen: ChosenEngine) -> RunResult.Config {
        RunResult.Config(
            stages: load?.stages.map {
                RunResult.Config.Stage(
                    durationSeconds: $0.duration.map { Double($0) / 1e9 },
                    startRate: $0.startRate,
                    endRate: $0.endRate
                )
            },
            arrivals: load?.arrivals.rawValue,
            warmupSeconds: Double(warmup) / 1e9,
            drainSeconds: Double(drain) / 1e9,
            thinkSeconds: thinkTime.map { [Double($0.lowerBound) / 1e9, Double($0.upperBound) / 1e9] },
            connections: connections,
            threads: threads,
            streams: options.streams,
            durationSeconds: duration.map { Double($0) / 1e9 },
            requests: requests,
            timeoutSeconds: Double(timeout) / 1e9,
            keepAlive: options.keepsAlive,
            requestsPerConnection: options.requestsPerConnection,
            protocolVersion: options.version.rawValue,
            engine: chosen.name,
            eventLoop: chosen.eventLoop,
            connectRate: options.connectRate,
            tlsSession: options.reusesSessions ? "reuse" : "none",
            traceparent: options.tracesRequests,
            wrkCorrection: correctsAsWrk,
            script: sources.first?.name,
            seed: String(mix.seed)
        )
    }
}
