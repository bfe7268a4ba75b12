internal import Glibc

/// Standard output and standard error, unbuffered: what was written is out even if the program is killed.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes all of `text`; nothing more can be done where the other end is gone.
    func write(_ text: String) {
        write(bytes: Array(text.utf8))
    }

    /// Writes all of `bytes`.
    func write(bytes: [UInt8]) {
        _ = FileAccess.writeAll(bytes, to: rawValue)
    }

    /// Whether a person is watching.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}
