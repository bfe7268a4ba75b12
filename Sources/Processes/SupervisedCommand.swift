internal import CPlatform
internal import Glibc

/// A command that was started by /bin/sh: all its processes end with it, with this object, or with this program, however that ends.
///
/// One thread at a time may use it.
package final class SupervisedCommand {
    /// What was started.
    package let command: String
    /// The process that has the command in its care.
    private let supervisor: pid_t
    private let channel: Int32
    private let output: Int32
    /// CPU time of each process that was seen, in seconds.
    private var cpuTimes: [pid_t: Double] = [:]
    /// The wait status of the command; nil while it runs.
    private var status: Int32?
    /// When it was asked to end, in nanoseconds of the monotonic clock; 0 before.
    private var askedAt: UInt64 = 0
    /// How it ended; nil before `stop`.
    private var stopped: Stop?
    /// How long it took until it was seen to have ended after SIGTERM, in seconds; nil before `stop`, and where it had ended before.
    package private(set) var stopSeconds: Double?

    /// How a command ended that was to end.
    package enum Stop: Equatable, Sendable {
        /// It ended before, on its own.
        case hadEnded(Ending)
        /// SIGTERM was enough.
        ///
        /// - Parameter unclean: how one of its processes ended that neither fell to the signal nor ended with code 0 or 143, as a
        ///   crash while it stopped; nil where none did.
        case stopped(unclean: Ending?)
        /// It had to be killed.
        case killed
    }

    /// How a command ended on its own.
    package enum Ending: Equatable, Sendable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)

        fileprivate init(status: Int32) {
            self = status & 0x7f == 0 ? .code(status >> 8 & 0xff) : .signal(status & 0x7f)
        }

        /// Whether a process that was asked to end by SIGTERM may end so; 143 is what a shell makes of the signal.
        fileprivate var isClean: Bool { [.code(0), .code(143), .signal(SIGTERM)].contains(self) }

        /// In a sentence: `ended with code 3`.
        package var description: String {
            switch self {
            case .code(let code): "ended with code \(code)"
            case .signal(let number): "was ended by signal \(number) (\(String(cString: strsignal(number))))"
            }
        }
    }

    /// How long a command may usually take to end after SIGTERM, in seconds.
    package static let usualGrace = 5.0

    /// Starts `command`, in a process group of its own.
    ///
    /// - Parameter grace: how long it may take to end after SIGTERM, in seconds.
    /// - Throws: `ProcessError` where the system has no more processes or files.
    package init(_ command: String, grace: Double = usualGrace) throws(ProcessError) {
        let output = cplatform_memory_file()
        guard output >= 0 else { throw ProcessError("memory for the output of '\(command)'", -output) }
        var channel: Int32 = -1
        let supervisor = cplatform_start_supervised(command, output, Int32(grace * 1000), &channel)
        guard supervisor > 0 else {
            close(output)
            throw ProcessError("'\(command)' cannot be started", -supervisor)
        }
        self.command = command
        self.output = output
        self.channel = channel
        self.supervisor = supervisor
    }

    deinit {
        _ = stop()
        close(channel)
        close(output)
    }

    /// How the command ended; nil while it runs.
    package var ending: Ending? {
        // What comes later is the end of what was asked to.
        if status == nil, askedAt == 0 { status = nextStatus(atEnd: SIGKILL) }
        return status.map { Ending(status: $0) }
    }

    /// The next wait status that the supervisor tells; nil where it has none to tell.
    ///
    /// - Parameter end: what stands for the end of the supervisor, without which the command is killed as well.
    private func nextStatus(atEnd end: Int32?) -> Int32? {
        var received: Int32 = 0
        return switch recv(channel, &received, 4, Int32(MSG_DONTWAIT)) {
        case 4: received
        case 0: end
        default: nil
        }
    }

    /// How the first process ended that should not have ended so; nil where there is none.
    private func uncleanEnding() -> Ending? {
        while let status = nextStatus(atEnd: nil) {
            let ending = Ending(status: status)
            if !ending.isClean { return ending }
        }
        return nil
    }

    /// Has the command and all that it has started asked to end, without waiting for it: `stop` does.
    package func askToStop() {
        _ = ending
        guard askedAt == 0 else { return }
        askedAt = cplatform_monotonic_ns()
        shutdown(channel, Int32(SHUT_WR))
    }

    /// Ends the command and all that it has started, and waits for that.
    package func stop() -> Stop {
        if let stopped { return stopped }
        askToStop()
        var code: Int32 = 0
        while waitpid(supervisor, &code, 0) < 0, errno == EINTR {}
        let stop: Stop = ending.map { .hadEnded($0) } ?? (code == 0 ? .stopped(unclean: uncleanEnding()) : .killed)
        if ending == nil { stopSeconds = Double(cplatform_monotonic_ns() - askedAt) / 1e9 }
        stopped = stop
        return stop
    }

    /// Bytes of its output that are kept, in whole pages.
    var keptOutput: Int {
        var status = stat()
        return fstat(output, &status) == 0 ? Int(status.st_blocks) * 512 : 0
    }

    /// The last lines that it has printed, at most `count`, fit for a terminal: nothing in them moves its cursor or rings its bell.
    package func lastLines(_ count: Int = 20) -> [String] {
        let most = 16 << 10
        let size = lseek(output, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: min(most, Int(size)))
        let got = pread(output, &bytes, bytes.count, size - off_t(bytes.count))
        let text = String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).suffix(count).map { line in
            let scalars = line.unicodeScalars.map { scalar in
                scalar != "\t" && scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
            }
            return String(String.UnicodeScalarView(scalars))
        }
    }

    /// CPU time that the processes of the command have used, in seconds; nil where the system does not tell.
    ///
    /// Of a process that has ended it is what it had used when this was asked last.
    package func cpuSeconds() -> Double? {
        for process in ProcessTree.descendants(of: supervisor) {
            if let time = ProcessTree.cpuSeconds(of: process) { cpuTimes[process] = time }
        }
        return cpuTimes.isEmpty ? nil : cpuTimes.values.reduce(0, +)
    }
}
