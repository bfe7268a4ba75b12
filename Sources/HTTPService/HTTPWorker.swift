internal import CMicroHTTPD
internal import CPlatform
internal import Glibc
internal import Synchronization

/// A thread of libmicrohttpd that serves the connections it is given.
final class HTTPWorker: Sendable {
    /// A client that sends nothing for this long, and has no answer to come, is disconnected.
    private static let idleSeconds: UInt32 = 75
    /// What libmicrohttpd may use per connection for the head of a request and of an answer.
    private static let connectionMemory = 8 << 10

    /// Which of its server's workers it is, from 0.
    private let index: Int
    /// The owner, which stops its workers before it goes.
    private unowned let server: HTTPServer
    private let open = Atomic(0)
    /// Set by `start`, before it has a connection; its thread does not use it.
    nonisolated(unsafe) private var daemon: OpaquePointer?

    init(_ index: Int, of server: HTTPServer) {
        self.index = index
        self.server = server
    }

    /// How many connections it has.
    var connections: Int { open.load(ordering: .relaxed) }

    /// Starts the thread, with the PEM texts of HTTPS where it is spoken; false where libmicrohttpd refuses them, or the
    /// system the thread.
    func start(certificate: UnsafePointer<CChar>?, key: UnsafePointer<CChar>?) -> Bool {
        var settings = cmicrohttpd_settings()
        settings.connection_limit = UInt32(Int32.max)
        settings.idle_seconds = Self.idleSeconds
        settings.connection_memory = Self.connectionMemory
        settings.certificate = certificate
        settings.key = key
        // Borrowed: the server stops its workers, after which libmicrohttpd calls no more.
        settings.context = Unmanaged.passUnretained(self).toOpaque()
        settings.handler = requestAdvanced
        settings.completed = requestCompleted
        settings.connection = connectionChanged
        daemon = cmicrohttpd_start(&settings)
        return daemon != nil
    }

    /// Serves a connection until it ends, and closes its descriptor then.
    func serve(_ descriptor: Int32, of address: cplatform_address) {
        open.add(1, ordering: .relaxed)
        // What it refuses it closes too. One that it has no memory for later on stays counted; then it serves none any more.
        let isTaken = withUnsafeBytes(of: address.bytes) { bytes in
            MHD_add_connection(
                daemon,
                descriptor,
                bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                address.size
            ) == .YES
        }
        if !isTaken { open.subtract(1, ordering: .relaxed) }
    }

    /// Closes all connections, none of which may be suspended, and ends the thread.
    func stop() {
        if let daemon { MHD_stop_daemon(daemon) }
        daemon = nil
    }

    fileprivate func makeExchange() -> HTTPExchange {
        server.application.connectionOpened(worker: index)
        return HTTPExchange(server: server, worker: index)
    }

    fileprivate func connectionClosed() {
        open.subtract(1, ordering: .relaxed)
    }
}

// MARK: - libmicrohttpd's callbacks

/// A connection owns its exchange from its opening to its closing.
private func connectionChanged(
    context: UnsafeMutableRawPointer?,
    connection: OpaquePointer?,
    socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    change: MHD_ConnectionNotificationCode
) {
    guard let context, let socketContext else { return }
    let worker = Unmanaged<HTTPWorker>.fromOpaque(context).takeUnretainedValue()
    if change == .CONNECTION_NOTIFY_STARTED {
        socketContext.pointee = Unmanaged.passRetained(worker.makeExchange()).toOpaque()
    } else if let exchange = socketContext.pointee {
        Unmanaged<HTTPExchange>.fromOpaque(exchange).release()
        worker.connectionClosed()
    }
}

private func requestAdvanced(
    context: UnsafeMutableRawPointer?,
    connection: OpaquePointer?,
    path: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?,
    upload: UnsafePointer<CChar>?,
    uploadCount: UnsafeMutablePointer<Int>?,
    requestContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let requestContext, let uploadCount else { return .NO }
    let isNew = requestContext.pointee == nil
    if isNew { requestContext.pointee = cmicrohttpd_socket_context(connection) }
    guard let known = requestContext.pointee else { return .NO }
    let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
    exchange.connection = connection
    exchange.methodBytes = method
    exchange.pathBytes = path
    if isNew { return exchange.begin() ? .YES : .NO }
    guard uploadCount.pointee > 0 else { return exchange.advance() ? .YES : .NO }
    defer { uploadCount.pointee = 0 }
    return exchange.receive(UnsafeRawBufferPointer(start: upload, count: uploadCount.pointee)) ? .YES : .NO
}

private func requestCompleted(
    context: UnsafeMutableRawPointer?,
    connection: OpaquePointer?,
    requestContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    ending: MHD_RequestTerminationCode
) {
    guard let known = requestContext?.pointee else { return }
    let exchange = Unmanaged<HTTPExchange>.fromOpaque(known).takeUnretainedValue()
    exchange.end(isAnswered: ending == .REQUEST_TERMINATED_COMPLETED_OK)
}
