internal import Glibc

/// Files that the command line names.
enum FileAccess {
    /// Why `path` cannot be read; nil if it can.
    static func problem(reading path: String) -> String? {
        access(path, R_OK) == 0 ? nil : lastSystemError()
    }

    /// Why no file can be put at `path`; nil if one can.
    static func problem(writing path: String) -> String? {
        var facts = stat()
        if stat(path, &facts) == 0 {
            if facts.st_mode & S_IFMT == S_IFDIR { return String(cString: strerror(EISDIR)) }
            if facts.st_mode & S_IFMT != S_IFREG { return access(path, W_OK) == 0 ? nil : lastSystemError() }
        }
        let file = resolved(path)
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
        return access(folder, W_OK) == 0 ? nil : lastSystemError()
    }

    /// Puts `bytes` at `path`, into a file whole or not at all.
    ///
    /// A file is written beside and then renamed; a device or a pipe takes the bytes as they are. A link is followed.
    ///
    /// - Returns: why it did not work; nil if it did.
    static func write(_ bytes: [UInt8], to path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return replace(path, with: bytes) }
        if facts.st_mode & S_IFMT == S_IFREG { return replace(resolved(path), with: bytes) }
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return lastSystemError() }
        let isWhole = writeAll(bytes, to: file)
        let problem = isWhole ? nil : lastSystemError()
        close(file)
        return problem
    }

    /// The path of the file itself where `path` leads over links; of a file that is not there, in the folder itself.
    static func resolved(_ path: String, depth: Int = 0) -> String {
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        if let target = linked(path), depth < 40 {
            return resolved(target.hasPrefix("/") ? target : path[..<name] + target, depth: depth + 1)
        }
        guard let folder = realpath(name == path.startIndex ? "." : String(path[..<name]), nil) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path[name...]
    }

    /// What a link says; nil where it is none.
    private static func linked(_ path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = target.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), buffer.count) } ?? 0
        }
        return count > 0 ? String(decoding: target.prefix(count), as: UTF8.self) : nil
    }

    private static func replace(_ path: String, with bytes: [UInt8]) -> String? {
        let draft = "\(path).\(getpid()).part"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { return lastSystemError() }
        let isWhole = writeAll(bytes, to: file) && close(file) == 0 && rename(draft, path) == 0
        guard !isWhole else { return nil }
        let problem = lastSystemError()
        unlink(draft)
        return problem
    }

    /// Writes all of `bytes`; false with `errno` set where that is not possible.
    static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                guard count >= 0 || errno == EINTR else { return false }
                written += max(count, 0)
            }
            return true
        }
    }
}
