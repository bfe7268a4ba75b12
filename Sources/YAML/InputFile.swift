internal import Glibc

/// A file read whole, with the name that errors show.
package struct InputFile: Sendable {
    /// The most that a file may usually hold, in bytes: what people write by hand is far smaller.
    package static let sizeLimit = 16 << 20

    /// The path as the user gave it.
    package let path: String
    /// All of its bytes.
    package let bytes: [UInt8]

    /// Names bytes that are already in memory.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Reads the file at `path`, relative to the working directory; `-` has no special meaning.
    ///
    /// - Parameter limit: the most that it may hold, in bytes.
    package init(reading path: String, limit: Int = sizeLimit) throws(YAMLError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw YAMLError("cannot open it: \(lastError())", file: path) }
        defer { close(descriptor) }
        bytes = try Self.readAll(descriptor, path, limit)
    }

    private static func readAll(_ descriptor: Int32, _ path: String, _ limit: Int) throws(YAMLError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw YAMLError("cannot read it: \(lastError())", file: path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw YAMLError("it is larger than \(limit >> 20) MiB; use a smaller file", file: path)
            }
        }
    }
}

/// What `errno` says, to be asked right after the call that failed.
private func lastError() -> String { String(cString: strerror(errno)) }
