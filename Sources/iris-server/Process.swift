internal import CPlatform
internal import Dispatch
internal import Glibc

/// Allows as many open descriptors as the system permits, since each connection needs one.
func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// SIGTERM and SIGINT, taken in turn instead of by interruption.
struct StopSignals {
    // The command timeout signals the program and then its process group, which has the program in it: one wish, told twice.
    private static let oneWish: UInt64 = 200_000_000

    /// Holds the signals back from this thread and from those it starts.
    init() {
        cplatform_hold_stop_signals()
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for the first; from then on another one ends the process at once.
    func wait() {
        _ = cplatform_await_stop(0)
        DispatchQueue(label: "signals").async {
            cplatform_end_by(cplatform_await_stop(cplatform_monotonic_ns() + StopSignals.oneWish))
        }
    }
}

/// The host as a URL has it.
func urlHost(_ host: String) -> String {
    host.contains(":") ? "[\(host)]" : host
}

/// Writes all of `text`, or what the descriptor takes of it.
@discardableResult
func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Substring(text).utf8
    while !rest.isEmpty {
        let written = Array(rest).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
    }
    return true
}

/// A file that cannot be written.
struct WriteError: Error, CustomStringConvertible {
    let file: String
    let reason: String

    var description: String { "cannot write '\(file)': \(reason)" }
}

/// Replaces a file's contents by `text`.
func write(_ text: String, toFile file: String) throws(WriteError) {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0, write(text, to: descriptor), close(descriptor) == 0 else {
        throw WriteError(file: file, reason: String(cString: strerror(errno)))
    }
}
