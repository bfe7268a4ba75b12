internal import Glibc

/// A URL taken apart (RFC 3986, section 3); only what TargetURL needs of it.
struct URLParts {
    let scheme: TargetURL.Scheme
    let host: String
    /// The port that the URL spells.
    let port: UInt16?
    /// The path and query; `/` stands for a missing path.
    let target: String

    init(_ url: String) throws(WorkloadError) {
        guard !url.utf8.contains(where: { $0 == UInt8(ascii: " ") || $0.isControl }) else {
            throw WorkloadError("it has a blank or a control character; write %20 for a blank")
        }
        guard let separator = url.firstRange(of: "://") else {
            throw WorkloadError("it has no scheme; write http:// or https:// before the host")
        }
        let name = url[..<separator.lowerBound]
        guard let scheme = TargetURL.Scheme(rawValue: name.lowercased()) else {
            throw WorkloadError("the scheme '\(name)' is not supported; use http or https")
        }
        self.scheme = scheme
        let authority = url.authority(from: separator.upperBound)
        (host, port) = try Self.hostAndPort(authority)
        let tail = url[authority.endIndex...]
        let rest = tail[..<(tail.utf8.firstIndex(of: UInt8(ascii: "#")) ?? tail.endIndex)]
        target = rest.utf8.first == UInt8(ascii: "/") ? String(rest) : "/\(rest)"
    }

    private static func hostAndPort(_ authority: Substring) throws(WorkloadError) -> (String, UInt16?) {
        guard !authority.contains("@") else {
            throw WorkloadError("credentials in a URL are not sent; use -H 'Authorization: Basic …'")
        }
        if authority.hasPrefix("[") { return try addressAndPort(authority.dropFirst()) }
        let host = authority.prefix { $0 != ":" }
        let rest = authority[host.endIndex...]
        guard !rest.dropFirst().contains(":") else {
            throw WorkloadError("an IPv6 address needs brackets, as in http://[::1]:8080/")
        }
        guard !host.isEmpty else { throw WorkloadError("it has no host") }
        guard host.utf8.allSatisfy(isHostByte) else {
            throw WorkloadError("the host may have ASCII letters, digits, '-', '.' and '_'; write others as xn--…")
        }
        return (String(host), try port(rest))
    }

    /// `text` begins after the opening bracket.
    private static func addressAndPort(_ text: Substring) throws(WorkloadError) -> (String, UInt16?) {
        let address = String(text.prefix { $0 != "]" })
        let rest = text.dropFirst(address.count)
        var bytes = in6_addr()
        guard rest.hasPrefix("]"), inet_pton(AF_INET6, address, &bytes) == 1 else {
            throw WorkloadError("the brackets must hold an IPv6 address, as in http://[::1]:8080/")
        }
        return (address, try port(rest.dropFirst()))
    }

    /// `text` is empty or begins with a colon.
    private static func port(_ text: Substring) throws(WorkloadError) -> UInt16? {
        if text.isEmpty { return nil }
        let digits = text.dropFirst()
        let areDigits = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard text.first == ":", areDigits, let port = UInt16(digits), port > 0 else {
            throw WorkloadError("the port after the host must be a number from 1 to 65535")
        }
        return port
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "-._".utf8.contains(byte)
    }
}

extension String {
    /// What stands between `start` and the path, the query or the fragment.
    ///
    /// Bytes are compared, since a slash with a combining mark is another `Character` but still ends the authority.
    func authority(from start: Index) -> Substring {
        let rest = self[start...]
        return rest[..<(rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex)]
    }
}
