internal import COpenSSL
internal import Statistics
internal import Workload

/// Why a request got no whole answer; few distinct values in a run, so that they can be tallied.
struct Failure: Hashable {
    let kind: ErrorKind
    /// The system's error number, 0 where there is none.
    let errno: Int32
    let cause: Cause

    /// What gives the sentence.
    enum Cause: Hashable {
        /// The system's error number says it.
        case system
        /// No answer within the timeout.
        case timeout
        /// The connection ended before a byte of the answer.
        case closedBeforeAnswer
        /// The connection ended within the answer.
        case closedWithinAnswer
        /// Another request of the same connection timed out, and the connection was closed with it.
        case sharedTimeout
        /// The answer breaks the rules.
        case http(HTTPViolation)
        /// A server that was believed to speak HTTP/2 answered in HTTP/1.1.
        case otherVersion
        /// OpenSSL could not read on.
        case tls
        /// The server ended TLS with an alert: OpenSSL's error.
        case alert(UInt)
        /// The script that makes the requests failed.
        case script(ScriptError)
        /// libcurl's code.
        case libcurl(UInt32)
    }

    static let timeout = Failure(kind: .timeout, errno: 0, cause: .timeout)
    static let sharedTimeout = Failure(kind: .read, errno: 0, cause: .sharedTimeout)
    static let otherVersion = Failure(kind: .protocol, errno: 0, cause: .otherVersion)
    static let closedBeforeAnswer = Failure(kind: .read, errno: 0, cause: .closedBeforeAnswer)
    static let closedWithinAnswer = Failure(kind: .read, errno: 0, cause: .closedWithinAnswer)
    static let tls = Failure(kind: .read, errno: 0, cause: .tls)

    /// The server ended TLS with an alert (RFC 8446, section 6), which is OpenSSL's `error`.
    static func alert(_ error: UInt) -> Failure {
        Failure(kind: .read, errno: 0, cause: .alert(error))
    }

    /// A system call failed.
    static func system(_ kind: ErrorKind, _ errno: Int32) -> Failure {
        Failure(kind: kind, errno: errno, cause: .system)
    }

    /// The answer breaks the rules.
    static func http(_ violation: HTTPViolation) -> Failure {
        Failure(kind: .protocol, errno: 0, cause: .http(violation))
    }

    /// A sentence for people.
    var message: String {
        switch cause {
        case .system: systemMessage(errno)
        case .timeout: "no answer within the timeout"
        case .sharedTimeout: "connection closed after the timeout of a request before it"
        case .closedBeforeAnswer: "connection closed by the server before its answer"
        case .closedWithinAnswer: "connection closed by the server within its answer"
        case .http(let violation): violation.message
        case .otherVersion: "the server does not speak HTTP/2: it answered in HTTP/1.1"
        case .tls: "the server's bytes are not TLS"
        case .script(let error): error.description
        case .alert(let error): "the server ended TLS: \(Failure.openSSLMessage(error))"
        case .libcurl(let code): Failure.libcurlMessage(code, errno)
        }
    }

    private static func openSSLMessage(_ error: UInt) -> String {
        ERR_reason_error_string(error).map { String(cString: $0) } ?? "error \(error)"
    }
}
