/// How many requests had which outcome.
///
///     planned = sent + notSent
///     sent    = completed + timedOut + reset + inFlight
package struct OutcomeCounts: Sendable, Equatable {
    /// Answered as wanted.
    package private(set) var ok = 0
    /// Answered with an unexpected status over 399.
    package private(set) var statusErrors = 0
    /// Answered, and a check failed.
    package private(set) var failedChecks = 0
    /// Not answered within the timeout.
    package private(set) var timedOut = 0
    /// Broken off: the connection broke, or the answer was not HTTP.
    package private(set) var reset = 0
    /// Those of `reset` whose answer was not HTTP.
    package private(set) var protocolErrors = 0
    /// Still waiting for an answer at the end of the run.
    package private(set) var inFlight = 0
    /// Due, and never sent for want of a connection.
    package private(set) var notSent = 0

    /// No requests.
    package init() {}

    /// Requests whose whole answer was read, whatever it said.
    package var completed: Int { ok + statusErrors + failedChecks }

    /// Requests whose first byte was written.
    package var sent: Int { completed + timedOut + reset + inFlight }

    /// Requests that did not do what they should, of those whose outcome is known.
    package var failed: Int { statusErrors + failedChecks + timedOut + reset + notSent }

    /// Counts one request.
    package mutating func add(_ outcome: Outcome) {
        switch outcome {
        case .ok: ok &+= 1
        case .statusError: statusErrors &+= 1
        case .checkFailed: failedChecks &+= 1
        case .timedOut: timedOut &+= 1
        case .reset: reset &+= 1
        case .protocolError:
            reset &+= 1
            protocolErrors &+= 1
        case .notSent: notSent &+= 1
        case .inFlight: inFlight &+= 1
        }
    }

    /// Adds the counts of another worker.
    package mutating func merge(_ other: OutcomeCounts) {
        ok += other.ok
        statusErrors += other.statusErrors
        failedChecks += other.failedChecks
        timedOut += other.timedOut
        reset += other.reset
        protocolErrors += other.protocolErrors
        inFlight += other.inFlight
        notSent += other.notSent
    }
}
