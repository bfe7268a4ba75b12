import Foundation
import Synchronization

/// A started program, as `Command.whileRunning` hands it out.
package final class RunningCommand: Sendable {
    package let processID: Int32
    private let command: Command
    private let standardOutput: CollectedOutput
    private let standardError: CollectedOutput
    /// One at a time, so that no program inherits the pipes of another before they are marked to be closed.
    private static let spawning = Mutex(())
    /// How the process ended, once it was waited for.
    private let status = Mutex<Int32?>(nil)

    init(_ command: Command) throws {
        self.command = command
        let (process, input, output, error) = try Self.spawning.withLock { _ in
            let (input, output, error) = (try Pipe.make(), try Pipe.make(), try Pipe.make())
            defer { for end in [input.read, output.write, error.write] { close(end) } }
            let process = try Self.spawn(command, input: input.read, output: output.write, error: error.write)
            return (process, input, output, error)
        }
        processID = process
        standardOutput = CollectedOutput(descriptor: output.read)
        standardError = CollectedOutput(descriptor: error.read)
        let bytes = Array(command.input.utf8)
        Thread.detachNewThread {
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(input.write, $0.baseAddress, $0.count) }
                guard written > 0 else { break }
                rest = rest.dropFirst(written)
            }
            close(input.write)
        }
    }

    /// Waits for a line of standard output that `matches`.
    package func waitForLine(seconds: Double = 30, where matches: (String) -> Bool = { _ in true }) throws -> String {
        guard let line = standardOutput.waitForLine(until: Date(timeIntervalSinceNow: seconds), where: matches) else {
            throw TestSupportError("\(command.executable) did not print the awaited line\n\(soFar)")
        }
        return line
    }

    /// Waits for a line of standard error that `matches`.
    package func waitForErrorLine(
        seconds: Double = 30,
        where matches: (String) -> Bool = { _ in true }
    ) throws -> String {
        guard let line = standardError.waitForLine(until: Date(timeIntervalSinceNow: seconds), where: matches) else {
            throw TestSupportError("\(command.executable) did not print the awaited line\n\(soFar)")
        }
        return line
    }

    /// Sends a signal to the process.
    package func send(_ signal: Int32) { kill(processID, signal) }

    /// Waits for the end; at the deadline an error is thrown.
    package func waitForExit(seconds: Double = 60) throws -> Command.Result {
        do {
            try waitUntil("\(command.executable) ends", seconds: seconds) { reap(options: WNOHANG) }
        } catch {
            throw TestSupportError("\(error)\n\(soFar)")
        }
        // Children that were left behind could keep the pipes open for ever.
        kill(-processID, SIGKILL)
        let code = status.withLock { $0 ?? 0 }
        return Command.Result(
            exitCode: code & 0x7f == 0 ? code >> 8 & 0xff : -(code & 0x7f),
            standardOutput: standardOutput.waitForEnd(),
            standardError: standardError.waitForEnd()
        )
    }

    /// Kills the process group of a process that still runs.
    func end() {
        guard !reap(options: WNOHANG) else { return }
        kill(-processID, SIGKILL)
        reap(options: 0)
    }

    /// Whether the process has ended by itself.
    package var hasEnded: Bool { reap(options: WNOHANG) }

    private var soFar: String {
        "--- stdout\n\(standardOutput.soFar)\n--- stderr\n\(standardError.soFar)"
    }

    /// Collects the exit status if there is one; true once it is known.
    @discardableResult
    private func reap(options: Int32) -> Bool {
        status.withLock { status in
            guard status == nil else { return true }
            var code: Int32 = 0
            guard waitpid(processID, &code, options) == processID else { return false }
            status = code
            return true
        }
    }

    private static func spawn(_ command: Command, input: Int32, output: Int32, error: Int32) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on block signals, and a program inherits that.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        let variables = ProcessInfo.processInfo.environment.merging(command.environment) { $1 }
        var environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        var arguments = ([command.executable] + command.arguments).map { strdup($0) } + [nil]
        defer { for word in environment + arguments { free(word) } }
        var process = pid_t()
        let failure = posix_spawnp(&process, command.executable, &actions, &attributes, &arguments, &environment)
        guard failure == 0 else {
            throw TestSupportError("cannot start \(command.executable): \(String(cString: strerror(failure)))")
        }
        return process
    }
}

private enum Pipe {
    static func make() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw TestSupportError("cannot make a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
