internal import Dispatch
internal import Engine
internal import Glibc

/// Ctrl-C and SIGTERM: the first ends the run and lets the report be printed, the second ends the program at once.
enum Interrupt {
    /// Takes the signals from now on; called by the main thread before it starts others, which inherit what it blocks.
    ///
    /// - Parameter stop: set at the first signal.
    static func listen(stop: StopFlag) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let awaited = signals
        DispatchQueue(label: "signals").async {
            wait(for: awaited)
            stop.set()
            wait(for: awaited)
            _exit(ExitCode.interrupted.rawValue)
        }
    }

    private static func wait(for signals: sigset_t) {
        var signals = signals
        var received: Int32 = 0
        sigwait(&signals, &received)
    }
}
