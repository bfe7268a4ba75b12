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
        let request = made.facts.last
        guard made.facts.count == 1 else { throw .several }
        guard !request.isChunked else { throw .chunked }
        body = Array(made.bytes[request.bodyStart..<request.end])
        guard !request.isHead || body.isEmpty else { throw .headWithBody }
        let lines = made.bytes[..<request.emptyLine].split(separator: UInt8(ascii: "\n")).map {
            $0.last == 13 ? $0.dropLast() : $0
        }
        guard lines[0].last == UInt8(ascii: "1") else { throw .oldVersion }
        guard let target = MadeFields.text(made.bytes[request.target]) else {
            throw .requestLine(MadeFields.shown(lines[0]))
        }
        self.target = target
        // It is a token.
        method = String(decoding: made.bytes[request.method], as: UTF8.self)
        for line in lines.dropFirst() {
            guard let line = MadeFields.field(line) else { throw .headerLine(MadeFields.shown(line)) }
            self.lines.append(line)
        }
    }

    /// A line as libcurl takes it; nil where it has no name.
    private static func field(_ line: Slice<UnsafeRawBufferPointer>) -> String? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            !line[..<colon].contains(where: { $0 <= 32 }), let text = text(line)
        else { return nil }
        // Without a value, it would take the field for one of its own that is to be left out.
        guard line[colon...].dropFirst().allSatisfy({ $0 == 32 || $0 == 9 }) else { return text }
        return String(decoding: line[..<colon], as: UTF8.self) + ";"
    }

    /// The bytes as text; nil where C's strings or ours cannot hold them.
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String? {
        bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    /// The bytes as text for people.
    private static func shown(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: bytes.map { $0 == 0 ? 0xFF : $0 }, as: UTF8.self)
    }
}
