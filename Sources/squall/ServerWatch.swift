internal import Dispatch
internal import Engine
internal import Processes

/// Ends a run whose server is gone: what follows would only be refused connections.
///
/// Unchecked, because the timer's queue alone has the server until `stop` has waited for it.
final class ServerWatch: @unchecked Sendable {
    private let server: ManagedServer
    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "server")

    /// Looks after `server` from now on.
    ///
    /// - Parameter stop: set when it has ended.
    init(_ server: ManagedServer, stop: StopFlag) {
        self.server = server
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: .milliseconds(100))
        timer.setEventHandler { [unowned self] in
            if self.server.failure != nil { stop.set() }
        }
        timer.resume()
    }

    /// Looks no more.
    func stop() {
        timer.cancel()
        queue.sync {}
    }
}
