internal import Glibc
package import Workload

/// Why a run could not be set up.
///
/// What goes wrong with single requests is counted, not thrown.
package enum EngineError: Error, CustomStringConvertible {
    /// A system call failed.
    case system(String, errno: Int32)
    /// A call of libcurl failed.
    case libcurl(String, String)
    /// No connection to the target could be opened: wrk's sentence.
    case unreachable(host: String, service: String, reason: String)
    /// The target's name is unknown: wrk's sentence.
    case unresolved(host: String, service: String, reason: String)
    /// This system cannot do what was asked.
    case unsupported(String)
    /// An option has a wrong value, or one that does not go with the others.
    case wrongOption(String)
    /// The script failed before the run.
    case script(ScriptError)
    /// A file of trusted certificates holds none.
    case noCertificate(file: String)
    /// The limit on open descriptors is too low for the connections asked for.
    case tooFewDescriptors(needed: Int, limit: Int, connections: Int)

    /// Whether the command line is to blame, or a file that it names.
    package var isUsers: Bool {
        switch self {
        case .wrongOption, .noCertificate, .script: true
        default: false
        }
    }

    /// Whether wrk has the same sentence.
    package var isWrks: Bool {
        switch self {
        case .unreachable, .unresolved: true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .system(let call, let code): "\(call): \(systemMessage(code))"
        case .libcurl(let call, let reason): "\(call): \(reason)"
        case .unreachable(let host, let service, let reason): "unable to connect to \(host):\(service) \(reason)"
        case .unresolved(let host, let service, let reason): "unable to resolve \(host):\(service) \(reason)"
        case .unsupported(let sentence), .wrongOption(let sentence): sentence
        case .script(let error): error.description
        case .noCertificate(let file):
            "--cacert \(file): no certificate can be read from it; it must be in PEM (-----BEGIN CERTIFICATE-----)"
        case .tooFewDescriptors(let needed, let limit, let connections):
            "\(connections) connections need \(needed) file descriptors, but the hard limit is \(limit): "
                + "use -c with fewer, or raise the limit (ulimit -Hn \(needed))"
        }
    }
}

/// The system's sentence for an error number; glibc's `strerror` is thread-safe since 2.32.
func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}
