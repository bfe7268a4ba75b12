import Foundation
import Glibc
import Synchronization

/// A server on a free loopback port that does to each connection what a test wants, right or wrong.
package final class MisbehavingServer: Sendable {
    /// The port it listens on; it stays the same when the server dies and comes back.
    package let port: UInt16
    private let work: ServerWork

    /// Starts to listen; each connection gets a thread of its own that runs `behaviour` and then closes it.
    ///
    /// - Parameters:
    ///   - certificates: nil for plain TCP; a connection whose TLS handshake fails never runs `behaviour`.
    ///   - demandsCertificate: whether clients without a certificate are refused.
    package init(
        tls certificates: Certificates? = nil,
        demandsCertificate: Bool = false,
        _ behaviour: @escaping @Sendable (ServerConnection) -> Void
    ) throws {
        let listener = try ListeningPort.open(port: 0)
        port = ListeningPort.port(of: listener)
        let context = certificates.map { ServerTLS.Context($0, demandsCertificate: demandsCertificate) }
        work = ServerWork(context, behaviour)
        work.start(listener)
    }

    deinit {
        die()
    }

    /// Connections that were accepted since it last came to life.
    package var connections: Int { work.connections }

    /// Requests that were read whole, on all connections.
    package var requests: Int { work.counter.count }

    /// Stops listening and resets every connection, as a killed process does.
    package func die() {
        work.stop()
    }

    /// Listens again on the same port.
    package func comeBack() throws {
        work.start(try ListeningPort.open(port: port))
    }
}

/// The threads of a server: one that accepts, and one for each connection.
private final class ServerWork: Sendable {
    let counter = RequestCounter()
    private let context: ServerTLS.Context?
    private let behaviour: @Sendable (ServerConnection) -> Void
    private let state = Mutex(State())
    private let hasEnded = DispatchSemaphore(value: 0)

    private struct State {
        var listener: Int32 = -1
        var connections: [ServerConnection] = []
    }

    init(_ context: ServerTLS.Context?, _ behaviour: @escaping @Sendable (ServerConnection) -> Void) {
        self.context = context
        self.behaviour = behaviour
    }

    var connections: Int { state.withLock { $0.connections.count } }

    func start(_ listener: Int32) {
        state.withLock { $0.listener = listener }
        Thread.detachNewThread {
            while true {
                let socket = Glibc.accept(listener, nil, nil)
                guard socket >= 0 else { break }
                self.serve(socket)
            }
            // Only here, so that the number is not given to another socket while this thread still accepts on it.
            close(listener)
            self.hasEnded.signal()
        }
    }

    func stop() {
        let (listener, connections) = state.withLock { state in
            defer { state = State() }
            return (state.listener, state.connections)
        }
        guard listener >= 0 else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        hasEnded.wait()
        for connection in connections { connection.reset() }
    }

    private func serve(_ socket: Int32) {
        let connection = ServerConnection(socket, counter)
        let isAlive = state.withLock { state in
            state.connections.append(connection)
            return state.listener >= 0
        }
        if !isAlive { connection.reset() }
        let (behaviour, context) = (behaviour, context)
        Thread.detachNewThread {
            if connection.start(tls: context) { behaviour(connection) }
            connection.finish()
        }
    }
}

/// Requests read whole.
final class RequestCounter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .sequentiallyConsistent) }

    func increment() {
        value.add(1, ordering: .sequentiallyConsistent)
    }
}

/// One connection of a `MisbehavingServer`, used by its own thread; only `reset` may come from another.
package final class ServerConnection: Sendable {
    private let socket: Mutex<Int32>
    private let descriptor: Int32
    private let counter: RequestCounter
    private let pending = Mutex<[UInt8]>([])
    private let tls = Mutex<ServerTLS?>(nil)

    init(_ socket: Int32, _ counter: RequestCounter) {
        self.socket = Mutex(socket)
        descriptor = socket
        self.counter = counter
    }

    /// Shakes hands where the server has a TLS context; false if that fails.
    func start(tls context: ServerTLS.Context?) -> Bool {
        guard let context else { return true }
        let made = ServerTLS(descriptor, context)
        tls.withLock { $0 = made }
        return made != nil
    }

    private func receive(_ buffer: inout [UInt8]) -> Int {
        if let tls = tls.withLock({ $0 }) { return tls.read(&buffer) }
        return recv(descriptor, &buffer, buffer.count, 0)
    }

    /// Reads one request without a body and returns its head; nil when the client closed the connection.
    package func readRequest() -> String? {
        pending.withLock { pending in
            let end = Array("\r\n\r\n".utf8)
            while true {
                if let range = pending.firstRange(of: end) {
                    let head = String(decoding: pending[..<range.lowerBound], as: UTF8.self)
                    pending.removeSubrange(..<range.upperBound)
                    counter.increment()
                    return head
                }
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = receive(&buffer)
                guard count > 0 else { return nil }
                pending += buffer[..<count]
            }
        }
    }

    /// Sends `text` as it is.
    package func send(_ text: String) {
        send(bytes: Array(text.utf8))
    }

    /// Sends `bytes` as they are.
    package func send(bytes: [UInt8]) {
        if let tls = tls.withLock({ $0 }) { return tls.write(bytes) }
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Sends a whole answer.
    package func answer(_ status: String = "200 OK", headers: [String] = [], body: String = "hello") {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Sends a whole answer and ends the connection in the same segment; the client's end is still read.
    package func answerAndEnd() {
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &yes, socklen_t(MemoryLayout<Int32>.size))
        answer()
        shutdown(descriptor, Int32(SHUT_WR))
        waitForClose()
    }

    /// Whether the client resumed an earlier TLS session.
    package var isResumed: Bool { tls.withLock { $0?.isResumed ?? false } }

    /// Waits until the client closes the connection.
    package func waitForClose() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while receive(&buffer) > 0 {}
    }

    /// Reads `count` bytes that follow a request's head; fewer if the client closes before.
    package func readBody(_ count: Int) -> [UInt8] {
        pending.withLock { pending in
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while pending.count < count {
                let received = receive(&buffer)
                guard received > 0 else { break }
                pending += buffer[..<received]
            }
            defer { pending.removeFirst(min(count, pending.count)) }
            return Array(pending.prefix(count))
        }
    }

    /// Ends TLS in order: the client is told that nothing more will come.
    package func closeNotify() {
        tls.withLock { $0 }?.closeNotify()
    }

    /// Closes the connection with a reset instead of an orderly end.
    package func reset() {
        socket.withLock { socket in
            guard socket >= 0 else { return }
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
            // Wakes the thread that may be reading; the descriptor is closed by that thread, never under its feet.
            shutdown(socket, Int32(SHUT_RD))
        }
    }

    func finish() {
        socket.withLock { socket in
            if socket >= 0 { close(socket) }
            socket = -1
        }
    }
}

/// Listening sockets on the loopback address.
enum ListeningPort {
    struct Failure: Error {
        let errno: Int32
    }

    static func open(port: UInt16) throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard listener >= 0, isBound, listen(listener, 1024) == 0 else {
            let problem = errno
            if listener >= 0 { close(listener) }
            throw Failure(errno: problem)
        }
        return listener
    }

    static func port(of listener: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
