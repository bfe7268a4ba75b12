/// What became of one request that was due: each has exactly one outcome, and every count in a report derives from it.
package enum Outcome: Int, Sendable, CaseIterable {
    /// Answered as wanted.
    case ok
    /// Answered with a status over 399 that no check expects (wrk's "Non-2xx or 3xx").
    case statusError
    /// Answered, and a check of the request spec failed.
    case checkFailed
    /// Sent, and not answered within the timeout.
    case timedOut
    /// Sent, and the connection broke before the answer was whole.
    case reset
    /// Sent, and answered with something that is not HTTP.
    case protocolError
    /// Never sent: no connection could be had.
    case notSent
    /// Sent, and neither answered nor given up when the run ended.
    case inFlight
    /// Never sent: it was due in an open loop, and the run ended before a connection was free for it.
    case unsent
}

/// What kind of thing went wrong with a request that got no whole answer.
package enum ErrorKind: String, Sendable, Codable, CaseIterable {
    case resolve
    case connect
    case tls
    case write
    case read
    case `protocol`
    case timeout
    /// The script that makes the requests failed: nothing was sent.
    case script
}
