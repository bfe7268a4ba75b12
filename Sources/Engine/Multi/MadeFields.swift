internal import Workload

/// The parts of a request that a script has made as bytes, for libcurl, which writes it again.
struct MadeFields {
    let method: String
    let target: String
    /// The header lines, `Name: value`.
    var lines: [String] = []
    let body: [UInt8]

    /// Why libcurl cannot send the same.
    enum Problem: Error, CustomStringConvertible {
        case several
        case oldVersion
        case chunked
        case headWithBody
        case requestLine(String)
        case headerLine(String)

        var description: String {
            switch self {
            case .several: "several requests in one string"
            case .oldVersion: "a request of HTTP/1.0"
            case .chunked: "a body in chunks"
            case .headWithBody: "HEAD with a body"
            case .requestLine(let line): "the request line '\(line)'"
            case .headerLine(let line): "the header line '\(line)'"
            }
        }
    }

    /// Takes apart what was found to be one request when it was made.
    init(_ made: MadeRequest) throws(Problem) {
        guard made.facts.count == 1, let request = try? RawRequest(made.bytes, from: 0) else { throw .several }
        guard !request.isChunked else { throw .chunked }
        body = Array(made.bytes[request.bodyStart..<request.end])
        guard !request.isHead || body.isEmpty else { throw .headWithBody }
        let head = made.bytes[..<request.emptyLine].split(separator: UInt8(ascii: "\n"))
        let first = MadeFields.text(head[0])
        guard let first = first.whole else { throw .requestLine(first.shown) }
        let words = first.split(separator: " ")
        guard words[2] == "HTTP/1.1" else { throw .oldVersion }
        method = String(words[0])
        target = String(words[1])
        for line in head.dropFirst() {
            let text = MadeFields.text(line)
            guard let line = text.whole.flatMap(MadeFields.forLibcurl) else { throw .headerLine(text.shown) }
            lines.append(line)
        }
    }

    /// A line as libcurl takes it; nil where it has no name.
    private static func forLibcurl(_ line: String) -> String? {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
            !line[..<colon].utf8.contains(where: { $0 <= 32 })
        else { return nil }
        // Without a value, it would take the field for one of its own that is to be left out.
        let isEmpty = line[colon...].dropFirst().allSatisfy { $0 == " " || $0 == "\t" }
        return isEmpty ? "\(line[..<colon]);" : line
    }

    /// A line as text, with what cannot be shown replaced; the whole of it is nil where that differs, because C's strings
    /// or ours cannot hold it.
    private static func text(_ line: Slice<UnsafeRawBufferPointer>) -> (whole: String?, shown: String) {
        let bytes = line.last == 13 ? line.dropLast() : line
        let text = String(decoding: bytes, as: UTF8.self)
        let shown = String(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : Character($0) })
        return (bytes.elementsEqual(shown.utf8) ? text : nil, shown)
    }
}
