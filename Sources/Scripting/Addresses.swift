internal import Glibc
internal import Workload

/// The addresses of names, as `wrk.lookup` and `wrk.connect` have them: `ip:port`, an IPv6 address in brackets.
enum Addresses {
    /// The addresses of `host` for `service`, a name or a number, in the order of the system.
    static func look(up host: String, _ service: String) throws(ScriptError) -> [String] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        return try found(host, service, hints) { entry in text(of: entry) }
    }

    /// Whether a connection to `address` can be opened; it is closed at once.
    static func connects(to address: String) -> Bool {
        guard let colon = address.lastIndex(of: ":") else { return false }
        let host = address[..<colon].filter { $0 != "[" && $0 != "]" }
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let opened = try? found(host, String(address[address.index(after: colon)...]), hints) { entry -> Bool in
            let descriptor = socket(
                entry.ai_family,
                entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                entry.ai_protocol
            )
            defer { if descriptor >= 0 { close(descriptor) } }
            return descriptor >= 0 && connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0
        }
        return opened?.contains(true) ?? false
    }

    private static func found<Value>(
        _ host: String,
        _ service: String,
        _ hints: addrinfo,
        _ take: (addrinfo) -> Value?
    ) throws(ScriptError) -> [Value] {
        var hints = hints
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, service, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        guard code == 0 else {
            throw ScriptError("unable to resolve \(host):\(service) \(String(cString: gai_strerror(code)))")
        }
        var values: [Value] = []
        var next = first
        while let entry = next {
            if let value = take(entry.pointee) { values.append(value) }
            next = entry.pointee.ai_next
        }
        return values
    }

    private static func text(of entry: addrinfo) -> String? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: 32)
        let flags = NI_NUMERICHOST | NI_NUMERICSERV
        let code = getnameinfo(
            entry.ai_addr,
            entry.ai_addrlen,
            &host,
            socklen_t(host.count),
            &service,
            socklen_t(service.count),
            flags
        )
        guard code == 0 else { return nil }
        let (ip, port) = (text(host), text(service))
        return ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
