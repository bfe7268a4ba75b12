extension RunResult {
    /// What was asked for.
    package struct Config: Sendable, Codable, Equatable {
        /// `closed`: a connection's next request follows its last answer.
        package var loop = "closed"
        /// Where latencies start: `send`.
        package var latencyFrom = "send"
        /// Connections, all workers together.
        package var connections: Int
        /// Worker threads.
        package var threads: Int
        /// Requests in flight on one connection.
        package var streams: Int
        /// Seconds asked for; nil if only a number of requests was.
        package var durationSeconds: Double?
        /// Requests asked for; nil if only a duration was.
        package var requests: Int?
        /// Seconds after which a request counts as timed out.
        package var timeoutSeconds: Double
        /// Whether connections serve more than one request.
        package var keepAlive: Bool
        /// The protocol asked for.
        package var protocolVersion: String
        /// The engine that sent: `direct` or `multi`.
        package var engine: String
        /// What told it of its sockets: `epoll` or `uring`.
        package var eventLoop: String
        /// Connections opened a second that were asked for; nil where only the first of each was paced.
        package var connectRate: Double?
        /// Whether TLS sessions were resumed: `reuse` or `none`.
        package var tlsSession: String
        /// Whether each request had a `traceparent` header of its own.
        package var traceparent: Bool
        /// Whether the latency summary carries wrk's back-fill.
        package var wrkCorrection: Bool
        /// The Lua script that made the requests; nil without one.
        package var script: String?
        /// The seed of every random choice, in decimal: JSON numbers lose bits.
        package var seed: String

        /// A configuration.
        package init(
            connections: Int,
            threads: Int,
            streams: Int,
            durationSeconds: Double?,
            requests: Int?,
            timeoutSeconds: Double,
            keepAlive: Bool,
            protocolVersion: String,
            engine: String,
            eventLoop: String,
            connectRate: Double?,
            tlsSession: String,
            traceparent: Bool,
            wrkCorrection: Bool,
            script: String?,
            seed: String
        ) {
            self.connections = connections
            self.threads = threads
            self.streams = streams
            self.durationSeconds = durationSeconds
            self.requests = requests
            self.timeoutSeconds = timeoutSeconds
            self.keepAlive = keepAlive
            self.protocolVersion = protocolVersion
            self.engine = engine
            self.eventLoop = eventLoop
            self.connectRate = connectRate
            self.tlsSession = tlsSession
            self.traceparent = traceparent
            self.wrkCorrection = wrkCorrection
            self.script = script
            self.seed = seed
        }
    }
}
