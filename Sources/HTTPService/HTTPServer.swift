internal import CMicroHTTPD
internal import CPlatform
internal import Dispatch
internal import Glibc
internal import Synchronization

/// An HTTP/1.1 server over libmicrohttpd: threads that each serve their own connections, and one that deals them out.
///
/// It serves from its making until `stop`, which its owner must call.
package final class HTTPServer: Sendable {
    /// The port it listens on.
    package let port: UInt16

    let application: any HTTPApplication
    let bodyLimit: Int
    let holds = HoldQueue()
    let runningRequests = Atomic(0)
    private let stopping = Atomic(false)
    /// Set once, before the maker has the server.
    nonisolated(unsafe) private var workers: [HTTPWorker] = []
    nonisolated(unsafe) private var acceptor: Acceptor?

    /// Listens and serves `application`.
    package init(_ options: HTTPServerOptions, application: any HTTPApplication) throws(HTTPServerError) {
        self.application = application
        bodyLimit = options.bodyLimit
        let tls = try options.tls.map { tls throws(HTTPServerError) in
            (certificate: try readFile(tls.certificateFile), key: try readFile(tls.keyFile))
        }
        let socket = try ListeningSocket(options)
        port = socket.port
        for index in 0..<options.threads { workers.append(HTTPWorker(index, of: self)) }
        let acceptor = Acceptor(socket, workers: workers)
        guard workers.allSatisfy({ $0.start(certificate: tls?.certificate, key: tls?.key) }), acceptor.start() else {
            close(socket.descriptor)
            for worker in workers { worker.stop() }
            if let tls = options.tls {
                throw .invalidTLS(certificateFile: tls.certificateFile, keyFile: tls.keyFile)
            }
            throw .cannotServe(threads: options.threads)
        }
        self.acceptor = acceptor
    }

    /// Accepts no more connections, lets running requests end within `nanoseconds`, and closes all connections.
    package func stop(within nanoseconds: UInt64) {
        guard !stopping.exchange(true, ordering: .relaxed) else { return }
        acceptor?.stop()
        let deadline = cplatform_monotonic_ns() + nanoseconds
        while runningRequests.load(ordering: .relaxed) > 0, cplatform_monotonic_ns() < deadline { usleep(1_000) }
        // libmicrohttpd must not be stopped while a connection is suspended.
        holds.stop()
        // Each waits for the request that its thread is at.
        DispatchQueue.concurrentPerform(iterations: workers.count) { workers[$0].stop() }
    }

    var isStopping: Bool { stopping.load(ordering: .relaxed) }
}
