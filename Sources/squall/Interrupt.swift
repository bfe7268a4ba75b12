internal import Dispatch
internal import Engine
internal import Glibc

/// Ctrl-C and SIGTERM: the first ends the run and lets the report be printed, the second ends the program at once.
final class Interrupt {
    private let sources: [any DispatchSourceSignal]

    /// Listens from now on, as long as the value lives.
    ///
    /// - Parameter stop: set at the first signal.
    init(stop: StopFlag) {
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM].map { number in
            // The default action would end the program before the handler runs.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if stop.isSet { _exit(ExitCode.interrupted.rawValue) }
                stop.set()
            }
            source.resume()
            return source
        }
    }
}
