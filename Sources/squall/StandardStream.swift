internal import Glibc

/// Standard output and standard error, unbuffered: what was written is out even if the program is killed.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Makes sure that the three standard descriptors are taken: else the first socket would be "standard output", and
    /// the server would get the report.
    static func reserve() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            // For reading only, so that what is written there fails as it does on a closed descriptor.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Has what others write to standard output go to standard error.
    ///
    /// - Returns: a descriptor for standard output, which is from now on the only way there.
    static func divertOutput() -> Int32 {
        let output = fcntl(StandardStream.output.rawValue, F_DUPFD_CLOEXEC, 3)
        dup2(StandardStream.error.rawValue, StandardStream.output.rawValue)
        return output
    }

    /// Writes all of `text`.
    ///
    /// - Returns: false where it could not be written; a reader that has seen enough of it is none of our business.
    @discardableResult
    func write(_ text: String) -> Bool {
        FileAccess.writeAll(Array(text.utf8), to: rawValue) || errno == EPIPE
    }

    /// Writes over the line that a terminal shows, or takes it away where `line` is empty.
    func replaceLine(_ line: String) {
        write("\r\(line)\u{1b}[K")
    }

    /// Whether a person is watching.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}
