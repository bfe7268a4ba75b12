internal import Glibc

/// What stands in bytes that are sent as they are: one HTTP/1.1 request, or several.
package struct RawRequests: Equatable, Sendable {
    /// How many requests, and so answers.
    package let count: Int
    /// Whether they are HEAD requests, whose answers have no body.
    package let isHead: Bool
    /// Whether the last one asks for the connection to be closed.
    package let asksToClose: Bool

    /// Why the bytes cannot be sent.
    package enum Problem: Error, Equatable, CustomStringConvertible {
        case empty
        case cutOff
        case noRequestLine
        case contentLength
        case mixedHead

        package var description: String {
            switch self {
            case .empty: "it is empty"
            case .cutOff: "it ends within a request; a head ends with an empty line, and the body is as long as it says"
            case .noRequestLine: "it does not begin with a request line, such as 'GET / HTTP/1.1'"
            case .contentLength: "its Content-Length is no number"
            case .mixedHead: "HEAD and other requests cannot be sent together"
            }
        }
    }

    /// Counts the requests in `bytes`, looking at no more than it must: lines that frame the message.
    package init(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard !bytes.isEmpty else { throw .empty }
        var position = 0
        var (count, isHead, asksToClose) = (0, false, false)
        while position < bytes.count {
            let head = try Head(bytes, from: position)
            if count > 0, head.isHead != isHead { throw .mixedHead }
            isHead = head.isHead
            asksToClose = head.asksToClose
            guard head.end + head.bodyBytes <= bytes.count else { throw .cutOff }
            position = head.end + head.bodyBytes
            count += 1
        }
        self.count = count
        self.isHead = isHead
        self.asksToClose = asksToClose
    }

    /// The head of one request.
    private struct Head {
        let isHead: Bool
        /// Behind its empty line.
        let end: Int
        var bodyBytes = 0
        var asksToClose = false

        init(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(Problem) {
            guard let first = RawRequests.lineEnd(bytes, start) else { throw .cutOff }
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<first])
            guard RawRequests.isRequestLine(line) else { throw .noRequestLine }
            isHead = line.starts(with: "HEAD ".utf8)
            var position = first + 1
            var isChunked = false
            while true {
                guard let lineEnd = RawRequests.lineEnd(bytes, position) else { throw .cutOff }
                let line = UnsafeRawBufferPointer(rebasing: bytes[position..<lineEnd])
                position = lineEnd + 1
                if line.isEmpty || line.count == 1 && line[0] == 13 { break }
                switch line[0] | 0x20 {
                case UInt8(ascii: "c"):
                    if let value = RawRequests.value(of: "content-length:", line) {
                        guard let length = Int(value), length >= 0 else { throw .contentLength }
                        bodyBytes = length
                    } else if let value = RawRequests.value(of: "connection:", line) {
                        asksToClose = value.listsClose
                    }
                case UInt8(ascii: "t"):
                    // Where chunks end is not looked for: they are the rest.
                    if RawRequests.value(of: "transfer-encoding:", line) != nil { isChunked = true }
                default: break
                }
            }
            end = position
            if isChunked { bodyBytes = bytes.count - end }
        }
    }

    /// Where the line that begins at `start` has its line feed.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, 10, bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func isRequestLine(_ line: UnsafeRawBufferPointer) -> Bool {
        let text = line.last == 13 ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
        guard text.count > 9, let method = text.firstIndex(of: 32), method > 0 else { return false }
        let target = text[(method + 1)...].dropLast(9)
        return text[..<method].allSatisfy(\.isTokenByte) && !target.isEmpty && !target.contains(32)
            && text.suffix(9).dropLast().elementsEqual(" HTTP/1.".utf8)
    }

    /// The value of the field `name`, which is in lower case with its colon; nil for another field.
    private static func value(of name: StaticString, _ line: UnsafeRawBufferPointer) -> Substring? {
        guard line.count >= name.utf8CodeUnitCount else { return nil }
        for index in 0..<name.utf8CodeUnitCount where line[index] | 0x20 != name.utf8Start[index] | 0x20 { return nil }
        return Substring(decoding: line[name.utf8CodeUnitCount...], as: UTF8.self).trimmed
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, " \t\r\r\n".contains(last) { text.removeLast() }
        return text
    }
}
