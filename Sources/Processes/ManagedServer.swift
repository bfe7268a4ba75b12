internal import CPlatform
internal import Glibc

/// A server that a command starts on a free port of this machine.
///
/// One thread at a time may use it.
package final class ManagedServer {
    /// The port that it was told to listen on.
    package let port: UInt16
    private let process: SupervisedCommand

    /// What stands for the port in a command.
    package static let place = "{port}"
    /// How often it is looked whether the server answers, in nanoseconds.
    private static let pause: UInt64 = 10_000_000

    /// Why a server could not be used, as sentences with what it printed last.
    package enum Failure: Error, CustomStringConvertible {
        case process(ProcessError)
        case ended(command: String, SupervisedCommand.Ending, wasReady: Bool, [String])
        case neverReady(command: String, port: UInt16, seconds: Double, [String])

        /// The sentences.
        package var description: String {
            switch self {
            case .process(let error): error.description
            case .ended(let command, let ending, let wasReady, let lines):
                "'\(command)' \(ending) \(wasReady ? "while it was loaded" : "before it took a connection")"
                    + Failure.tail(lines)
            case .neverReady(let command, let port, let seconds, let lines):
                "'\(command)' took no connection on port \(port) within \(text(seconds)) s" + Failure.tail(lines)
            }
        }

        /// Without needless digits.
        private func text(_ seconds: Double) -> String {
            seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        }

        private static func tail(_ lines: [String]) -> String {
            lines.isEmpty ? "; it printed nothing" : "; it printed:\n" + indented(lines)
        }

        fileprivate static func indented(_ lines: [String]) -> String {
            lines.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    /// Starts `command`, whose `{port}` is a free port, and waits until that takes connections.
    ///
    /// - Parameters:
    ///   - seconds: how long that may take.
    ///   - grace: how long it may take to end after SIGTERM, in seconds.
    ///   - isCancelled: asked again and again; a start that is cancelled throws as one that took too long.
    package init(
        _ command: String,
        readyWithin seconds: Double = 30,
        grace: Double = SupervisedCommand.usualGrace,
        isCancelled: () -> Bool = { false }
    ) throws(Failure) {
        do throws(ProcessError) {
            port = try ManagedServer.freePort()
            process = try SupervisedCommand(command.replacing(ManagedServer.place, with: "\(port)"), grace: grace)
        } catch {
            throw .process(error)
        }
        let deadline = cplatform_monotonic_ns() + UInt64(seconds * 1e9)
        while !ManagedServer.takesConnections(port) {
            if let failure = failure(wasReady: false) { throw failure }
            guard cplatform_monotonic_ns() < deadline, !isCancelled() else {
                throw .neverReady(command: process.command, port: port, seconds: seconds, process.lastLines())
            }
            cplatform_sleep(ManagedServer.pause)
        }
        // Another program may have taken the port in the meantime, and answers in its place.
        if let failure = failure(wasReady: false) { throw failure }
    }

    /// How the server ended on its own, once it had taken connections; nil while it runs.
    package var failure: Failure? { failure(wasReady: true) }

    private func failure(wasReady: Bool) -> Failure? {
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

    private static func takesConnections(_ port: UInt16) -> Bool {
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        six.sin6_addr = in6addr_loopback
        return connects(AF_INET, address(port)) || connects(AF_INET6, six)
    }

    private static func connects<Address>(_ family: Int32, _ address: Address) -> Bool {
        withSocket(family) { socket in
            withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    connect(socket, pointer, socklen_t(MemoryLayout<Address>.size)) == 0
                }
            }
        } ?? false
    }

    /// A port that nobody listens on; somebody else may take it before it is used.
    private static func freePort() throws(ProcessError) -> UInt16 {
        let found: UInt16?? = withSocket { socket in
            var bound = address(0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &bound) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
                }
            } ? UInt16(bigEndian: bound.sin_port) : nil
        }
        guard let port = found ?? nil else { throw ProcessError("a free port", errno) }
        return port
    }

    private static func withSocket<Value>(_ family: Int32 = AF_INET, _ use: (Int32) -> Value) -> Value? {
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        return use(socket)
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
