internal import Glibc

/// A TCP port of this machine, by its loopback addresses.
struct LoopbackPort {
    /// Its number.
    let number: UInt16

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
        guard let port = found ?? nil else { throw ProcessError("a free port", errno) }
        return LoopbackPort(number: port)
    }

    /// Whether a server listens on it.
    var takesConnections: Bool { withConnection { _ in true } }

    /// Whether a GET of `path` is answered by a status of 200 to 399, in HTTP/1.1 and within a second.
    func answers(_ path: String) -> Bool {
        withConnection { socket in
            var limit = timeval(tv_sec: 1, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
            let request = Array(
                "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(number)\r\nAccept: */*\r\nConnection: close\r\n\r\n".utf8
            )
            guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
            var start = [UInt8](repeating: 0, count: "HTTP/1.1 200".utf8.count)
            guard recv(socket, &start, start.count, Int32(MSG_WAITALL)) == start.count else { return false }
            let words = String(decoding: start, as: UTF8.self).split(separator: " ")
            guard words.count == 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return false }
            return (200..<400).contains(status)
        }
    }

    /// What `use` says of a connection to it; false where it takes none.
    private func withConnection(_ use: (Int32) -> Bool) -> Bool {
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = number.bigEndian
        six.sin6_addr = in6addr_loopback
        return LoopbackPort.connected(AF_INET, LoopbackPort.address(number), use)
            ?? LoopbackPort.connected(AF_INET6, six, use) ?? false
    }

    private static func connected<Address>(_ family: Int32, _ address: Address, _ use: (Int32) -> Bool) -> Bool? {
        let result: Bool?? = withSocket(family) { socket in
            let isConnected = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    connect(socket, pointer, socklen_t(MemoryLayout<Address>.size)) == 0
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
