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
    /// Nanoseconds; nil where only a number of requests ends the run.
    package var duration: UInt64?
    /// Requests to send; nil where only time ends the run.
    package var requests: Int?
    /// Nanoseconds after which a request counts as timed out.
    package var timeout: UInt64
    /// Whether the latencies shown carry wrk's back-fill.
    package var correctsAsWrk: Bool
    /// What the result says made it.
    package var tool: RunResult.Tool

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
    /// What was asked for, as the result tells it.
    func config(_ chosen: ChosenEngine) -> RunResult.Config {
        RunResult.Config(
            connections: connections,
            threads: threads,
            streams: options.streams,
            durationSeconds: duration.map { Double($0) / 1e9 },
            requests: requests,
            timeoutSeconds: Double(timeout) / 1e9,
            keepAlive: options.keepsAlive,
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
