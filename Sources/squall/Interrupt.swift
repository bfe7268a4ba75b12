internal import CPlatform
internal import Dispatch
internal import Engine
internal import Glibc
internal import Statistics
internal import Synchronization

/// Ctrl-C and SIGTERM: the first ends the run and lets the report be printed, the second ends the program at once, and so
/// does the first when the report is out.
final class Interrupt: Sendable {
    // The command timeout signals the program and then its process group, which has the program in it: one wish, told
    // twice within microseconds. Two of a person are further apart.
    private static let oneWish: UInt64 = 200_000_000

    private let isReported = Atomic(false)

    /// Takes the signals from now on; called by the main thread before it starts others, which inherit what it holds back.
    ///
    /// - Parameter stops: set at the first signal.
    init(stop stops: [StopFlag]) {
        cplatform_hold_stop_signals()
        DispatchQueue(label: "signals").async {
            _ = cplatform_await_stop(0)
            if !self.isReported.load(ordering: .relaxed) {
                for stop in stops { stop.set() }
                _ = cplatform_await_stop(cplatform_monotonic_ns() + Interrupt.oneWish)
            }
            _exit(ExitCode.interrupted.rawValue)
        }
    }

    /// The report is out: nothing is left that a signal should wait for.
    func reported() {
        isReported.store(true, ordering: .relaxed)
    }
}
