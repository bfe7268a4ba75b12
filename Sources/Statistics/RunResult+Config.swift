extension RunResult {
    /// What was asked for.
    package struct Config: Sendable, Codable, Equatable {
        /// `closed`: a connection's next request follows its last answer; `open`: requests are due by a schedule.
        package var loop: String
        /// Where the latency that is shown first starts: `send`, or `intended`: when the request is due.
        package var latencyFrom: String
        /// The stages of an open loop; nil in a closed one.
        package var stages: [Stage]?
        /// How requests are spread in an open loop: `uniform` or `poisson`; nil in a closed one.
        package var arrivals: String?
        /// Seconds of load before what is measured.
        package var warmupSeconds: Double
        /// Seconds for which answers were waited for after the end.
        package var drainSeconds: Double
        /// The shortest and the longest rest between an answer and the next request in seconds; nil without rests.
        package var thinkSeconds: [Double]?
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
        /// After how many requests a connection was closed; nil for never.
        package var requestsPerConnection: Int?
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

        /// A stage of an open loop.
        package struct Stage: Sendable, Codable, Equatable {
            /// Seconds; nil up to the last request.
            package var durationSeconds: Double?
            /// Requests a second at its start.
            package var startRate: Double
            /// Requests a second at its end.
            package var endRate: Double

            /// A stage.
            package init(durationSeconds: Double?, startRate: Double, endRate: Double) {
                self.durationSeconds = durationSeconds
                self.startRate = startRate
                self.endRate = endRate
            }
        }

        /// A configuration.
        package init(
            stages: [Stage]?,
            arrivals: String?,
            warmupSeconds: Double,
            drainSeconds: Double,
            thinkSeconds: [Double]?,
            connections: Int,
            threads: Int,
            streams: Int,
            durationSeconds: Double?,
            requests: Int?,
            timeoutSeconds: Double,
            keepAlive: Bool,
            requestsPerConnection: Int?,
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
            loop = stages == nil ? "closed" : "open"
            latencyFrom = stages == nil ? "send" : "intended"
            self.stages = stages
            self.arrivals = arrivals
            self.warmupSeconds = warmupSeconds
            self.drainSeconds = drainSeconds
            self.thinkSeconds = thinkSeconds
            self.connections = connections
            self.threads = threads
            self.streams = streams
            self.durationSeconds = durationSeconds
            self.requests = requests
            self.timeoutSeconds = timeoutSeconds
            self.keepAlive = keepAlive
            self.requestsPerConnection = requestsPerConnection
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
