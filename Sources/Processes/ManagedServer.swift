internal import CPlatform
internal import Glibc

/// A server that a command starts on a free port of this machine.
///
/// One thread at a time may use it.
package final class ManagedServer {
    /// The port that it was told to listen on.
    package let port: UInt16
    /// The address that it listens on, as it stands in a URL: 127.0.0.1, or [::1] where it takes no connection there.
    package let host: String
    private let process: SupervisedCommand

    /// What stands for the port in a command.
    package static let place = "{port}"
    /// How often it is looked whether the server answers, in nanoseconds.
    private static let pause: UInt64 = 10_000_000

    /// Why a server could not be used, as sentences with what it printed last.
    package enum Failure: Error, CustomStringConvertible {
        case process(ProcessError)
        case ended(command: String, SupervisedCommand.Ending, wasReady: Bool, [String])
        case neverReady(command: String, missing: String, [String])

        /// The sentences.
        package var description: String {
            switch self {
            case .process(let error): error.description
            case .ended(let command, let ending, let wasReady, let lines):
                "'\(command)' \(ending) \(wasReady ? "while it was loaded" : "before it took a connection")"
                    + (ending == .code(0) ? ": it has to stay in the foreground" : "") + Failure.tail(lines)
            case .neverReady(let command, let missing, let lines): "'\(command)' \(missing)" + Failure.tail(lines)
            }
        }

        private static func tail(_ lines: [String]) -> String {
            lines.isEmpty ? "; it printed nothing" : "; it printed:\n" + indented(lines)
        }

        fileprivate static func indented(_ lines: [String]) -> String {
            // A bar before them: what begins with `::` may be a command to a CI that reads along.
            lines.map { "  | \($0)" }.joined(separator: "\n")
        }
    }

    /// Starts `command`, whose `{port}` is a free port, and waits until it is ready.
    ///
    /// - Parameters:
    ///   - readiness: when it is that, and how long it may take.
    ///   - grace: how long it may take to end after SIGTERM, in seconds.
    ///   - isCancelled: asked again and again; a start that is cancelled throws as one that took too long.
    package init(
        _ command: String,
        _ readiness: Readiness = Readiness(),
        grace: Double = SupervisedCommand.usualGrace,
        isCancelled: () -> Bool = { false }
    ) throws(Failure) {
        let free: LoopbackPort
        do throws(ProcessError) {
            free = try LoopbackPort.free()
            port = free.number
            process = try SupervisedCommand(command.replacing(ManagedServer.place, with: "\(port)"), grace: grace)
        } catch {
            throw .process(error)
        }
        let deadline = cplatform_monotonic_ns() + UInt64(readiness.seconds * 1e9)
        while true {
            let look = readiness.look(at: free)
            if case .ready(let address) = look {
                host = address.host
                break
            }
            if let failure = ManagedServer.failure(process, wasReady: false) { throw failure }
            guard cplatform_monotonic_ns() < deadline, !isCancelled() else {
                let missing = readiness.missing(on: port, look)
                throw .neverReady(command: process.command, missing: missing, process.lastLines())
            }
            cplatform_sleep(ManagedServer.pause)
        }
        // Another program may have taken the port in the meantime, and answers in its place.
        if let failure = ManagedServer.failure(process, wasReady: false) { throw failure }
    }

    /// How the server ended on its own, once it had taken connections; nil while it runs.
    package var failure: Failure? { ManagedServer.failure(process, wasReady: true) }

    private static func failure(_ process: SupervisedCommand, wasReady: Bool) -> Failure? {
        process.ending.map { .ended(command: process.command, $0, wasReady: wasReady, process.lastLines()) }
    }

    /// CPU time that it has used until now, in seconds; nil where the system does not tell.
    package func cpuSeconds() -> Double? { process.cpuSeconds() }

    /// Has it asked to end, without waiting for it: `stop` does.
    package func askToStop() { process.askToStop() }

    /// Ends it.
    package func stop() -> SupervisedCommand.Stop { process.stop() }

    /// How long it took to end after SIGTERM, in seconds; nil before `stop`, and where it had ended by itself.
    package var stopSeconds: Double? { process.stopSeconds }

    /// What it printed last, as lines below a sentence; nil where it printed nothing.
    package var output: String? {
        let lines = process.lastLines()
        return lines.isEmpty ? nil : Failure.indented(lines)
    }
}
