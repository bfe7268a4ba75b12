internal import CPlatform
internal import Glibc
internal import Synchronization

/// A thread that accepts the connections of a listening socket and deals them out evenly.
///
/// Serving threads that accept for themselves from one socket leave all connections to the one that wakes first, now and
/// then: a server of two threads is then only half as fast, for as long as its clients keep their connections.
final class Acceptor: Sendable {
    /// While the process or the system has no descriptor or memory left, connections wait in the backlog.
    private static let pauseNanoseconds: UInt64 = 10_000_000

    private let socket: ListeningSocket
    private let workers: [HTTPWorker]
    private let isStopping = Atomic(false)
    /// Set by the one who starts and stops it.
    nonisolated(unsafe) private var thread: pthread_t?

    init(_ socket: ListeningSocket, workers: [HTTPWorker]) {
        self.socket = socket
        self.workers = workers
    }

    /// Starts the thread, and takes the socket; false where the system refuses, which leaves the socket to its maker.
    func start() -> Bool {
        var started = pthread_t()
        // Borrowed: the owner calls stop(), which joins the thread.
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard pthread_create(&started, nil, acceptConnections, context) == 0 else { return false }
        thread = started
        return true
    }

    /// Accepts no more connections, and closes the listening socket.
    func stop() {
        guard let thread else { return }
        isStopping.store(true, ordering: .relaxed)
        // On Linux this ends an accept() that waits.
        shutdown(socket.descriptor, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(socket.descriptor)
    }

    fileprivate func run() {
        cplatform_name_thread("accept")
        while !isStopping.load(ordering: .relaxed) {
            var address = cplatform_address()
            let descriptor = cplatform_accept(socket.descriptor, &address)
            if descriptor >= 0 {
                leastBusy?.serve(descriptor, of: address)
            } else if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(-descriptor) {
                cplatform_sleep(Self.pauseNanoseconds)
            }
        }
    }

    /// The worker with the fewest connections; of several, the first.
    private var leastBusy: HTTPWorker? {
        workers.min { $0.connections < $1.connections }
    }
}

private func acceptConnections(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Acceptor>.fromOpaque(context).takeUnretainedValue().run() }
    return nil
}
