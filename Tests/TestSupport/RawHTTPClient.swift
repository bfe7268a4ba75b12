import Foundation

/// A TCP connection on which a test sends any bytes it likes and reads HTTP/1.1 answers.
///
/// Every wait ends at a deadline, counted from the connection's opening, with an error.
package final class RawHTTPClient {
    private let descriptor: Int32
    private let deadline: Date
    private var unread: [UInt8] = []

    /// Connects to a numeric address or name.
    package init(host: String = "127.0.0.1", port: UInt16, seconds: Double = 60) throws {
        deadline = Date(timeIntervalSinceNow: seconds)
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var addresses: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &addresses) == 0, let address = addresses?.pointee else {
            throw TestSupportError("cannot find \(host)")
        }
        defer { freeaddrinfo(addresses) }
        descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw TestSupportError("cannot connect to \(host):\(port): \(reason)")
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    // MARK: - Sending

    /// Sends bytes as they are.
    package func send(_ bytes: some Sequence<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT), "to send")
            let sent = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if sent < 0, errno == EAGAIN { continue }
            guard sent > 0 else { throw TestSupportError("cannot send: \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(sent)
        }
    }

    /// Sends text as it is.
    package func send(_ text: String) throws { try send(text.utf8) }

    /// Sends a request with a Host header, and Content-Length where there is a body.
    package func sendRequest(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: some Sequence<UInt8> = []
    ) throws {
        let body = Array(body)
        var head = "\(method) \(target) HTTP/1.1\r\nHost: test\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        try send(Array((head + "\r\n").utf8) + body)
    }

    /// Closes the sending direction only.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    // MARK: - Receiving

    /// Reads one answer; an answer to HEAD has no body, whatever its Content-Length says.
    package func readResponse(toHead: Bool = false) throws -> RawHTTPResponse {
        while true {
            if let (response, count) = try RawHTTPResponse.parse(unread, toHead: toHead) {
                unread.removeFirst(count)
                return response
            }
            guard try receive() else {
                throw TestSupportError("closed after \(unread.count) bytes: \(String(decoding: unread, as: UTF8.self))")
            }
        }
    }

    /// Sends a request and reads its answer.
    package func exchange(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: some Sequence<UInt8> = []
    ) throws -> RawHTTPResponse {
        try sendRequest(method, target, headers: headers, body: body)
        return try readResponse(toHead: method == "HEAD")
    }

    /// Reads until the server closes; also a reset is a close.
    package func readToEnd() throws -> [UInt8] {
        while try receive() {}
        defer { unread = [] }
        return unread
    }

    private func receive() throws -> Bool {
        try wait(for: Int16(POLLIN), "for bytes")
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == ECONNRESET { return false }
        guard count >= 0 else { throw TestSupportError("cannot receive: \(String(cString: strerror(errno)))") }
        unread += chunk[..<count]
        return count > 0
    }

    private func wait(for events: Int16, _ purpose: String) throws {
        var descriptors = [pollfd(fd: descriptor, events: events, revents: 0)]
        let milliseconds = Int32(max(0, deadline.timeIntervalSinceNow) * 1_000)
        guard poll(&descriptors, 1, milliseconds) > 0 else {
            throw TestSupportError("waited in vain \(purpose); unread: \(String(decoding: unread, as: UTF8.self))")
        }
    }
}
