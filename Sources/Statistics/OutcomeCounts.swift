/// How many requests had which outcome.
///
///     planned = sent + notSent + unsent
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
    /// Due in an open loop, and not sent before the end of the run.
    package private(set) var unsent = 0

    /// No requests.
    package init() {}

    /// Requests whose whole answer was read, whatever it said.
    package var completed: Int { ok + statusErrors + failedChecks }

    /// Requests whose first byte was written.
    package var sent: Int { completed + timedOut + reset + inFlight }

    /// Requests that did not do what they should, of those whose outcome is known.
    package var failed: Int { statusErrors + failedChecks + timedOut + reset + notSent }

    /// Counts a request, or several.
    package mutating func add(_ outcome: Outcome, count: Int = 1) {
        switch outcome {
        case .ok: ok &+= count
        case .statusError: statusErrors &+= count
        case .checkFailed: failedChecks &+= count
        case .timedOut: timedOut &+= count
        case .reset: reset &+= count
        case .protocolError:
            reset &+= count
            protocolErrors &+= count
        case .notSent: notSent &+= count
        case .inFlight: inFlight &+= count
        case .unsent: unsent &+= count
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
        unsent += other.unsent
    }
}
