internal import Glibc

/// Files in which the system tells of itself, such as those of /proc.
enum SystemFile {
    /// The first line of the file at `path` that is wanted, without its end; nil where there is none.
    static func line(of path: String, where isWanted: (String) -> Bool = { _ in true }) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [CChar](repeating: 0, count: 512)
        while fgets(&bytes, Int32(bytes.count), file) != nil {
            let line = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if isWanted(line) { return String(line.prefix { $0 != "\n" }) }
        }
        return nil
    }
}
