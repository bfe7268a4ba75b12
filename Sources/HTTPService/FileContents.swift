internal import Glibc

/// The text of a file.
func readFile(_ path: String) throws(HTTPServerError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadableFile(path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { throw .unreadableFile(path, reason: String(cString: strerror(errno))) }
        if count == 0 { return String(decoding: contents, as: UTF8.self) }
        contents += chunk[..<count]
    }
}
