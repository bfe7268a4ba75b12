extension CompareResult {
    /// What was measured of a build in all of its slots together.
    package struct Build: Sendable, Codable, Equatable {
        /// Its name.
        package var name: String
        /// The URL that was loaded; that of the first start where the server was started.
        package var url: String
        /// The command that starts its server; nil where it ran already.
        package var command: String?
        /// Its part in the comparison.
        package var role: ComparisonRole
        /// How often its server was started; 0 where it ran already.
        package var starts: Int
        /// Seconds that were measured.
        package var elapsedSeconds: Double
        /// How many requests had which outcome.
        package var counts: RunResult.Counts
        /// What went wrong, by kind.
        package var errors: [RunResult.ErrorRow]
        /// Requests a second that were completed in its slots; those that were due before count as the part of their time within.
        package var requestsPerSecond: Double
        /// CPU seconds of its server for each completed request; nil where they are not known.
        package var cpuSecondsPerRequest: Double?
        /// The latency of its requests.
        package var latency: LatencySummary
        /// A row for each request of the workload; nil where there is one only.
        package var requests: [RunResult.RequestRow]?

        /// A build of which nothing was measured yet.
        package init(name: String, url: String, command: String?, role: ComparisonRole) {
            self.name = name
            self.url = url
            self.command = command
            self.role = role
            starts = 0
            elapsedSeconds = 0
            counts = .none
            errors = []
            requestsPerSecond = 0
            latency = LatencySummary(Histogram(.nanoseconds))
        }

        /// Takes what its slots measured, in order.
        package mutating func take(_ slots: [ComparisonSlot], errors rows: [[RunResult.ErrorRow]]) {
            elapsedSeconds = slots.reduce(0) { $0 + $1.seconds }
            requestsPerSecond = ComparisonMetric.requestsPerSecond.value(slots) ?? 0
            cpuSecondsPerRequest = ComparisonMetric.cpuPerRequest.value(slots)
            for slot in slots { counts.add(slot.counts) }
            latency = LatencySummary(slots.mergedLatencies)
            errors = RunResult.ErrorRow.sum(zip(slots, rows).map { (since: $0.start, rows: $1) })
        }
    }
}

extension RunResult.Counts {
    /// Those of no request.
    package static let none = RunResult.Counts(
        OutcomeCounts(),
        bytesIn: 0,
        bodyBytesIn: 0,
        status: [:],
        errors: RunResult.SocketErrors([])
    )

    /// Adds the counts of another run.
    package mutating func add(_ other: RunResult.Counts) {
        requests += other.requests
        sent += other.sent
        completed += other.completed
        ok += other.ok
        statusErrors += other.statusErrors
        failedChecks += other.failedChecks
        timedOut += other.timedOut
        reset += other.reset
        protocolErrors += other.protocolErrors
        inFlight += other.inFlight
        notSent += other.notSent
        unsent += other.unsent
        queued += other.queued
        bytesIn += other.bytesIn
        bodyBytesIn += other.bodyBytesIn
        status.merge(other.status) { $0 + $1 }
        errors.connect += other.errors.connect
        errors.read += other.errors.read
        errors.write += other.errors.write
        errors.timeout += other.errors.timeout
    }
}

extension RunResult.ErrorRow {
    /// The rows of several runs together: those that say the same are one.
    ///
    /// - Parameter runs: each with when it began, in seconds.
    static func sum(_ runs: [(since: Double, rows: [RunResult.ErrorRow])]) -> [RunResult.ErrorRow] {
        var all: [RunResult.ErrorRow] = []
        for run in runs {
            for row in run.rows {
                if let place = all.firstIndex(where: { $0.kind == row.kind && $0.message == row.message }) {
                    all[place].count += row.count
                } else {
                    all.append(row)
                    all[all.count - 1].firstSeconds += run.since
                }
            }
        }
        return all
    }
}
