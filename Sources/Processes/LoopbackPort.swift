internal import Glibc

/// A TCP port of this machine, by its loopback addresses.
struct LoopbackPort {
    /// Its number.
    let number: UInt16

    /// An address of this machine that only its own programs reach.
    enum Address: CaseIterable {
        case four, six

        /// As it stands in a URL.
        var host: String { self == .four ? "127.0.0.1" : "[::1]" }
    }

    /// A port that nobody listens on; somebody else may take it before it is used.
    static func free() throws(ProcessError) -> LoopbackPort {
        let found: UInt16?? = withSocket(AF_INET) { socket in
            var bound = address(0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &bound) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
                }
            } ? UInt16(bigEndian: bound.sin_port) : nil
        }
        guard let port = found ?? nil else { throw ProcessError("no free port was found", errno) }
        return LoopbackPort(number: port)
    }

    /// Whether a server listens on it.
    func takesConnections(at address: Address) -> Bool { withConnection(to: address) { _ in true } ?? false }

    /// The status by which a GET of `path` is answered, in HTTP/1.1 and within a second; nil where it is not.
    func status(ofGetting path: String, at address: Address) -> Int? {
        let status: Int?? = withConnection(to: address) { socket in
            let lines = [
                "GET \(path) HTTP/1.1", "Host: \(address.host):\(number)", "Accept: */*", "Connection: close", "", "",
            ]
            let request = Array(lines.joined(separator: "\r\n").utf8)
            guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
            var start = [UInt8](repeating: 0, count: "HTTP/1.1 200".utf8.count)
            guard recv(socket, &start, start.count, Int32(MSG_WAITALL)) == start.count else { return nil }
            let words = String(decoding: start, as: UTF8.self).split(separator: " ")
            return words.count == 2 && words[0].hasPrefix("HTTP/1.") ? Int(words[1]) : nil
        }
        return status ?? nil
    }

    /// What `use` says of a connection to it, which waits for no more than a second each time; nil where it takes none.
    private func withConnection<Value>(to address: Address, _ use: (Int32) -> Value) -> Value? {
        if address == .four { return LoopbackPort.connected(AF_INET, LoopbackPort.address(number), use) }
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = number.bigEndian
        six.sin6_addr = in6addr_loopback
        return LoopbackPort.connected(AF_INET6, six, use)
    }

    private static func connected<Name, Value>(_ family: Int32, _ name: Name, _ use: (Int32) -> Value) -> Value? {
        let result: Value?? = withSocket(family) { socket in
            // The kernel keeps to the latter while it connects, too: a server that listens and accepts nothing may have its queue full.
            var limit = timeval(tv_sec: 1, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
            let isConnected = withUnsafePointer(to: name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    connect(socket, pointer, socklen_t(MemoryLayout<Name>.size)) == 0
                }
            }
            return isConnected ? use(socket) : nil
        }
        return result ?? nil
    }

    private static func withSocket<Value>(_ family: Int32, _ use: (Int32) -> Value) -> Value? {
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        return use(socket)
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
