import Foundation

/// An HTTP/1.1 answer as it came.
package struct RawHTTPResponse: Sendable {
    package let status: Int
    /// The header lines in their order, with names as sent.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first header with this name, in any case.
    package subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads one answer with Content-Length from the start of `bytes`, or nil where it has not come whole.
    static func parse(_ bytes: [UInt8], toHead: Bool) throws -> (response: RawHTTPResponse, count: Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw TestSupportError("not an HTTP/1.1 answer: \(lines[0])")
        }
        let headers = try lines.dropFirst().map { line in
            guard let colon = line.firstIndex(of: ":") else { throw TestSupportError("not a header: \(line)") }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (name: String(line[..<colon]), value: value)
        }
        let declared = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
        let count = toHead || status / 100 == 1 ? 0 : declared ?? 0
        guard bytes.count >= end.upperBound + count else { return nil }
        let body = Array(bytes[end.upperBound..<end.upperBound + count])
        return (RawHTTPResponse(status: status, headers: headers, body: body), end.upperBound + count)
    }
}
