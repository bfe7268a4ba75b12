internal import CMicroHTTPD
internal import CPlatform
internal import Glibc
internal import Synchronization

/// An HTTP/1.1 server over libmicrohttpd: epoll threads that each serve their own connections.
///
/// It serves from its making until `stop`, which its owner must call.
package final class HTTPServer: Sendable {
    /// A client that sends nothing for this long, and has no answer to come, is disconnected.
    private static let idleSeconds: UInt32 = 75
    /// What libmicrohttpd may use per connection for the head of a request and of an answer.
    private static let connectionMemory = 8 << 10

    /// The port it listens on.
    package let port: UInt16

    let application: any HTTPApplication
    let bodyLimit: Int
    let holds = HoldQueue()
    let runningRequests = Atomic(0)
    private let stopping = Atomic(false)
    private let workers = Mutex<[pthread_t]>([])
    /// Set once, before the maker has the server; the serving threads do not use it.
    nonisolated(unsafe) private var daemon: OpaquePointer?

    /// Listens and serves `application`.
    package init(_ options: HTTPServerOptions, application: any HTTPApplication) throws(HTTPServerError) {
        self.application = application
        bodyLimit = options.bodyLimit
        let tls = try options.tls.map { tls throws(HTTPServerError) in
            (certificate: try readFile(tls.certificateFile), key: try readFile(tls.keyFile))
        }
        let socket = try ListeningSocket(options)
        port = socket.port

        var settings = cmicrohttpd_settings()
        settings.threads = UInt32(options.threads)
        settings.connection_limit = UInt32(Int32.max)
        settings.idle_seconds = Self.idleSeconds
        settings.connection_memory = Self.connectionMemory
        settings.listen_socket = socket.descriptor
        // Borrowed: the owner calls stop(), after which libmicrohttpd calls no more.
        settings.context = Unmanaged.passUnretained(self).toOpaque()
        settings.handler = requestAdvanced
        settings.completed = requestCompleted
        settings.connection = connectionChanged
        if let tls {
            daemon = tls.certificate.withCString { certificate in
                tls.key.withCString { key in
                    settings.certificate = certificate
                    settings.key = key
                    return cmicrohttpd_start(&settings)
                }
            }
        } else {
            daemon = cmicrohttpd_start(&settings)
        }
        guard daemon != nil else {
            // libmicrohttpd has closed the socket; to close it again could hit another that has got its number since.
            if let tls = options.tls {
                throw .invalidTLS(certificateFile: tls.certificateFile, keyFile: tls.keyFile)
            }
            throw .cannotServe(threads: options.threads)
        }
    }

    /// Accepts no more connections, lets running requests end within `nanoseconds`, and closes all connections.
    package func stop(within nanoseconds: UInt64) {
        guard let daemon, !stopping.exchange(true, ordering: .relaxed) else { return }
        let listening = MHD_quiesce_daemon(daemon)
        if listening >= 0 { close(listening) }
        let deadline = cplatform_monotonic_ns() + nanoseconds
        while runningRequests.load(ordering: .relaxed) > 0, cplatform_monotonic_ns() < deadline { usleep(1_000) }
        // libmicrohttpd must not be stopped while a connection is suspended.
        holds.stop()
        MHD_stop_daemon(daemon)
    }

    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    /// The index of the calling serving thread.
    private var worker: Int {
        let thread = pthread_self()
        return workers.withLock { workers in
            if let index = workers.firstIndex(where: { pthread_equal($0, thread) != 0 }) { return index }
            workers.append(thread)
            return workers.count - 1
        }
    }

    fileprivate func makeExchange() -> HTTPExchange {
        let exchange = HTTPExchange(server: self, worker: worker)
        application.connectionOpened(worker: exchange.worker)
        return exchange
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
    if change == .CONNECTION_NOTIFY_STARTED {
        let server = Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
        socketContext.pointee = Unmanaged.passRetained(server.makeExchange()).toOpaque()
    } else if let exchange = socketContext.pointee {
        Unmanaged<HTTPExchange>.fromOpaque(exchange).release()
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
