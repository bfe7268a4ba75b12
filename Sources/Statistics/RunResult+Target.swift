extension RunResult {
    /// What was measured of one target.
    package struct Target: Sendable, Codable, Equatable {
        /// Its name; the URL where it has none.
        package var name: String
        /// The URL as it was given.
        package var url: String
        /// Its part in the measurement: `single`.
        package var role = "single"
        /// Seconds from the first request to the end.
        package var elapsedSeconds: Double
        /// How many requests had which outcome.
        package var counts: Counts
        /// What went wrong, by kind.
        package var errors: [ErrorRow]
        /// Connections that were opened.
        package var connectionsOpened: Int
        /// Completed requests a second, without those of `drained`.
        package var requestsPerSecond: Double
        /// Completed requests whose answer came after the load had ended, while answers were waited for.
        package var drained: Int
        /// Requests that were under way when what is measured began or ended, each as the part of its time that lies within.
        package var partlyWithin: Double
        /// CPU seconds of the server for each completed request; nil where its process is not known.
        package var cpuSecondsPerRequest: Double?
        /// Seconds from SIGTERM to the end of the server that was started for it; nil where none was ended so.
        package var shutdownSeconds: Double?
        /// Bytes read a second, without those of `drained`.
        package var bytesPerSecond: Double
        /// Completed requests a second of each thread, sampled every 100 ms: wrk's Req/Sec row.
        package var threadRate: DistributionSummary
        /// The latency that is shown first: response in an open loop, else service.
        package var latency: LatencySummary
        /// From due to the last byte read; timeouts are in it as at least the timeout.
        ///
        /// In a closed loop a request is due when it is sent.
        package var response: LatencySummary
        /// From the first byte sent to the last one read; timeouts are in it as at least the timeout.
        package var service: LatencySummary
        /// From due to the first byte sent, of all requests that were sent.
        package var wait: LatencySummary
        /// The measured latency where `latency` carries wrk's back-fill.
        package var latencyUncorrected: LatencySummary?
        /// From the first byte sent to the first one read.
        package var firstByte: LatencySummary
        /// Opening a connection, name look-up included, TLS not.
        package var connect: LatencySummary
        /// TLS handshakes.
        package var tls: LatencySummary
        /// A row for each request of the workload.
        package var requests: [RequestRow]
        /// A row for each second.
        package var intervals: [Interval]
        /// Intervals of confidence; nil where the run is too short for them, or its rate was not one.
        package var confidence: Confidence?
        /// Whether the run was steady; nil where it is too short to tell, or its rate was not one.
        package var steadiness: Steadiness?
        /// Seconds by which response latencies grew in a second, in an open loop: the share of the load that piled up; nil where the
        /// run is too short to tell, or its rate was not one.
        package var latencyGrowth: Double?
        /// Percentiles that the run has too few latencies for, with how many it would take.
        package var unsupportedPercentiles: [String: Int]
        /// What came before what is measured; nil without a warm-up.
        package var warmup: Phase?
        /// The stages of the load; empty where it has one only.
        package var stages: [Phase]

        /// What was measured of a target.
        package init(
            name: String,
            url: String,
            elapsedSeconds: Double,
            counts: Counts,
            errors: [ErrorRow],
            connectionsOpened: Int,
            requestsPerSecond: Double,
            drained: Int,
            partlyWithin: Double,
            bytesPerSecond: Double,
            threadRate: DistributionSummary,
            latency: LatencySummary,
            response: LatencySummary,
            service: LatencySummary,
            wait: LatencySummary,
            latencyUncorrected: LatencySummary?,
            firstByte: LatencySummary,
            connect: LatencySummary,
            tls: LatencySummary,
            requests: [RequestRow],
            intervals: [Interval],
            confidence: Confidence?,
            steadiness: Steadiness?,
            latencyGrowth: Double?,
            unsupportedPercentiles: [String: Int],
            warmup: Phase?,
            stages: [Phase]
        ) {
            self.name = name
            self.url = url
            self.elapsedSeconds = elapsedSeconds
            self.counts = counts
            self.errors = errors
            self.connectionsOpened = connectionsOpened
            self.requestsPerSecond = requestsPerSecond
            self.drained = drained
            self.partlyWithin = partlyWithin
            self.bytesPerSecond = bytesPerSecond
            self.threadRate = threadRate
            self.latency = latency
            self.response = response
            self.service = service
            self.wait = wait
            self.latencyUncorrected = latencyUncorrected
            self.firstByte = firstByte
            self.connect = connect
            self.tls = tls
            self.requests = requests
            self.intervals = intervals
            self.confidence = confidence
            self.steadiness = steadiness
            self.latencyGrowth = latencyGrowth
            self.unsupportedPercentiles = unsupportedPercentiles
            self.warmup = warmup
            self.stages = stages
        }

        /// What went wrong in scripts, in the warm-up, too.
        package var scriptErrors: [ErrorRow] { (errors + (warmup?.errors ?? [])).filter { $0.kind == .script } }
    }

    /// How many requests had which outcome: sent = completed + timedOut + reset + inFlight.
    package struct Counts: Sendable, Codable, Equatable {
        /// Requests completed; the same as `completed`.
        package var requests: Int
        /// Requests whose first byte was written.
        package var sent: Int
        /// Requests whose whole answer was read.
        package var completed: Int
        /// Completed as wanted.
        package var ok: Int
        /// Completed with an unexpected status over 399.
        package var statusErrors: Int
        /// Completed with a failed check.
        package var failedChecks: Int
        /// Sent, not answered within the timeout.
        package var timedOut: Int
        /// Sent and broken off.
        package var reset: Int
        /// Those of `reset` whose answer was not HTTP.
        package var protocolErrors: Int
        /// Sent, still waiting at the end.
        package var inFlight: Int
        /// Never sent for want of a connection.
        package var notSent: Int
        /// Due in an open loop, and not sent when the load ended.
        package var unsent: Int
        /// Requests of an open loop that were due before a connection was free.
        package var queued: Int
        /// Bytes read, header and body.
        package var bytesIn: Int
        /// Those of them that are bodies.
        package var bodyBytesIn: Int
        /// Completed requests by status code.
        package var status: [String: Int]
        /// wrk's four socket errors.
        package var errors: SocketErrors

        /// Requests that did not do what they should.
        package var failed: Int { statusErrors + failedChecks + timedOut + reset + notSent }
        /// Requests that were due until the load ended.
        package var due: Int { sent + notSent + unsent }
        /// Requests that came to an end, good or bad.
        package var ended: Int { completed + timedOut + reset + notSent }

        /// Counts from outcomes.
        package init(
            _ outcomes: OutcomeCounts,
            bytesIn: Int,
            bodyBytesIn: Int,
            status: [String: Int],
            errors: SocketErrors,
            queued: Int = 0
        ) {
            requests = outcomes.completed
            sent = outcomes.sent
            completed = outcomes.completed
            ok = outcomes.ok
            statusErrors = outcomes.statusErrors
            failedChecks = outcomes.failedChecks
            timedOut = outcomes.timedOut
            reset = outcomes.reset
            protocolErrors = outcomes.protocolErrors
            inFlight = outcomes.inFlight
            notSent = outcomes.notSent
            unsent = outcomes.unsent
            self.queued = queued
            self.bytesIn = bytesIn
            self.bodyBytesIn = bodyBytesIn
            self.status = status
            self.errors = errors
        }
    }

    /// wrk's four socket errors, summed from the error rows.
    package struct SocketErrors: Sendable, Codable, Equatable {
        /// Connections that could not be opened.
        package var connect = 0
        /// Answers that did not come whole.
        package var read = 0
        /// Requests that could not be written.
        package var write = 0
        /// Requests not answered in time.
        package var timeout = 0

        /// The sums of `rows`.
        package init(_ rows: [ErrorRow]) {
            for row in rows {
                switch row.kind {
                case .script: break
                case .resolve, .connect, .tls: connect += row.count
                case .read, .protocol: read += row.count
                case .write: write += row.count
                case .timeout: timeout += row.count
                }
            }
        }

        /// Whether there was any.
        package var isZero: Bool { connect == 0 && read == 0 && write == 0 && timeout == 0 }
    }

    /// One kind of error.
    package struct ErrorRow: Sendable, Codable, Equatable {
        /// What went wrong.
        package var kind: ErrorKind
        /// The system's error number, where there is one.
        package var errno: Int?
        /// A sentence for people.
        package var message: String
        /// How often.
        package var count: Int
        /// When it was first seen, in seconds since the start.
        package var firstSeconds: Double

        /// A row.
        package init(kind: ErrorKind, errno: Int?, message: String, count: Int, firstSeconds: Double) {
            self.kind = kind
            self.errno = errno
            self.message = message
            self.count = count
            self.firstSeconds = firstSeconds
        }
    }

    /// What was measured of one request of the workload.
    package struct RequestRow: Sendable, Codable, Equatable {
        /// Its name.
        package var name: String
        /// Outcomes of it.
        package var completed: Int
        /// Those that did not do what they should.
        package var failed: Int
        /// Failed checks by their label.
        package var failedChecks: [String: Int]
        /// Its latency, as `latency` of all.
        package var latency: LatencySummary

        /// A row.
        package init(name: String, completed: Int, failed: Int, failedChecks: [String: Int], latency: LatencySummary) {
            self.name = name
            self.completed = completed
            self.failed = failed
            self.failedChecks = failedChecks
            self.latency = latency
        }
    }

    /// What happened in one second of the run.
    package struct Interval: Sendable, Codable, Equatable {
        /// Seconds since the start of the run.
        package var start: Double
        /// Its length in seconds.
        package var length: Double
        /// When it started: RFC 3339, UTC, milliseconds.
        package var startedAt: String
        /// Requests completed in it.
        package var requests: Int
        /// Requests that ended in it and did not do what they should.
        package var errors: Int
        /// Bytes read in it.
        package var bytesIn: Int
        /// Latencies of the requests that ended in it, with two digits.
        package var histogram: EncodedHistogram

        /// A row.
        package init(
            start: Double,
            length: Double,
            startedAt: String,
            requests: Int,
            errors: Int,
            bytesIn: Int,
            histogram: EncodedHistogram
        ) {
            self.start = start
            self.length = length
            self.startedAt = startedAt
            self.requests = requests
            self.errors = errors
            self.bytesIn = bytesIn
            self.histogram = histogram
        }
    }
}
