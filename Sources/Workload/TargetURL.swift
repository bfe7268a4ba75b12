/// The URL to load: where to connect to, and what to ask for.
package struct TargetURL: Equatable, Sendable {
    /// The schemes that can be spoken.
    package enum Scheme: String, Sendable {
        case http
        case https

        var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    /// Whether to speak TLS.
    package let scheme: Scheme
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package let host: String
    /// The port of the URL, or the one of its scheme.
    package let port: UInt16
    /// The `Host` header: the port stands in it if and only if the URL spells it, as with wrk.
    package let hostHeader: String
    /// The path and query, `/` where the URL has none; a fragment is never sent (RFC 9110, section 7.1).
    package let target: RequestTarget

    /// Takes the URL as the user wrote it.
    package init(_ argument: String) throws(WorkloadError) {
        do throws(WorkloadError) {
            let parts = try URLParts(argument)
            scheme = parts.scheme
            host = parts.host
            port = parts.port ?? parts.scheme.defaultPort
            let bracketed = parts.host.contains(":") ? "[\(parts.host)]" : parts.host
            hostHeader = parts.port.map { "\(bracketed):\($0)" } ?? bracketed
            target = try RequestTarget(parts.target)
        } catch {
            throw WorkloadError("invalid URL: \(Self.withoutSecrets(argument)): \(error)")
        }
    }

    /// What a path in a request spec is appended to: nothing, or the URL's path without the `/` that must end it.
    ///
    /// Without the `/`, `http://host/predict` could as well mean the one path that is to be asked for.
    package var basePath: String {
        get throws(WorkloadError) {
            guard target.text.hasSuffix("/"), !target.text.contains("?") else {
                throw WorkloadError(
                    "the request spec names the paths, so the URL must not end in '\(target.text)'; "
                        + "remove it, or end it with '/' to put it before each path"
                )
            }
            return String(target.text.dropLast())
        }
    }

    /// The argument as it may be printed: without a password.
    private static func withoutSecrets(_ argument: String) -> String {
        guard let start = argument.firstRange(of: "://")?.upperBound else { return argument }
        guard let at = argument.authority(from: start).lastIndex(of: "@") else { return argument }
        return "\(argument[..<start])…\(argument[at...])"
    }
}
