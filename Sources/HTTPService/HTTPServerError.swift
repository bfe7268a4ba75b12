/// Why a server cannot start.
package enum HTTPServerError: Error, Equatable, CustomStringConvertible {
    /// The host's name has no address.
    case unknownHost(String, reason: String)
    /// Another process listens there.
    case portInUse(host: String, port: UInt16)
    /// The address cannot be listened on for another reason.
    case cannotListen(host: String, port: UInt16, reason: String)
    /// A certificate or key cannot be read.
    case unreadableFile(String, reason: String)
    /// The certificate and the key do not make a server.
    case invalidTLS(certificateFile: String, keyFile: String)
    /// The serving threads cannot be started.
    case cannotServe(threads: Int)

    package var description: String {
        switch self {
        case .unknownHost(let host, let reason):
            "cannot find the host '\(host)': \(reason)"
        case .portInUse(let host, let port):
            "port \(port) of \(host) is in use by another process; choose another port, or 0 for a free one"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on port \(port) of \(host): \(reason)"
        case .unreadableFile(let file, let reason):
            "cannot read '\(file)': \(reason)"
        case .invalidTLS(let certificateFile, let keyFile):
            "'\(certificateFile)' and '\(keyFile)' are not a PEM certificate and its key"
        case .cannotServe(let threads):
            "cannot start \(threads) serving threads"
        }
    }
}
