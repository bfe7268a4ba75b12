extension RunResult {
    /// A part of the load, told apart: a stage, or the warm-up.
    ///
    /// Its requests are those that were due in it, whenever they ended.
    package struct Phase: Sendable, Codable, Equatable {
        /// Seconds from the start of what is measured; of the warm-up less than 0.
        package var start: Double
        /// Its length in seconds.
        package var length: Double
        /// Requests a second that were due at its start; nil in a closed loop.
        package var startRate: Double?
        /// The same at its end.
        package var endRate: Double?
        /// How many requests had which outcome.
        package var counts: Counts
        /// What went wrong with its requests, by kind; seconds count from its start in a warm-up, else from that of the run.
        package var errors: [ErrorRow]
        /// Connections that its requests opened.
        package var connectionsOpened: Int
        /// Completed requests a second of its length.
        package var requestsPerSecond: Double
        /// From due to the last byte.
        package var response: LatencySummary
        /// From sent to the last byte.
        package var service: LatencySummary
        /// From due to sent.
        package var wait: LatencySummary

        /// A phase.
        package init(
            start: Double,
            length: Double,
            startRate: Double?,
            endRate: Double?,
            counts: Counts,
            errors: [ErrorRow],
            connectionsOpened: Int,
            requestsPerSecond: Double,
            response: LatencySummary,
            service: LatencySummary,
            wait: LatencySummary
        ) {
            self.start = start
            self.length = length
            self.startRate = startRate
            self.endRate = endRate
            self.counts = counts
            self.errors = errors
            self.connectionsOpened = connectionsOpened
            self.requestsPerSecond = requestsPerSecond
            self.response = response
            self.service = service
            self.wait = wait
        }
    }
}
