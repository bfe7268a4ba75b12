internal import Glibc

/// Where one request ends in bytes that are sent as they are, and what its answer depends on.
///
/// No more is looked at than must be: the request line, and the fields that frame the message.
package struct RawRequest: Equatable, Sendable {
    /// Whether its answer has no body.
    package let isHead: Bool
    /// Where the empty line behind its fields begins.
    package let emptyLine: Int
    /// Behind the empty line.
    package let bodyStart: Int
    /// Behind its last byte.
    package let end: Int
    /// Whether it asks for the connection to be closed.
    package let asksToClose: Bool
    /// Whether its body comes in chunks.
    package let isChunked: Bool
    /// Whether it has a `traceparent` field.
    package let hasTraceParent: Bool

    /// Looks at the request that begins at `start`.
    package init(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(RawRequests.Problem) {
        guard let first = RawRequest.lineEnd(bytes, start) else { throw .cutOff }
        let line = UnsafeRawBufferPointer(rebasing: bytes[start..<first])
        guard RawRequest.isRequestLine(line) else { throw .noRequestLine }
        isHead = line.baseAddress.map { memcmp($0, "HEAD ", 5) == 0 } ?? false
        var position = first + 1
        var (bodyBytes, asksToClose, isChunked, hasTraceParent) = (0, false, false, false)
        while true {
            guard let lineEnd = RawRequest.lineEnd(bytes, position) else { throw .cutOff }
            let line = UnsafeRawBufferPointer(rebasing: bytes[position..<lineEnd])
            if line.isEmpty || line.count == 1 && line[0] == 13 {
                emptyLine = position
                bodyStart = lineEnd + 1
                break
            }
            position = lineEnd + 1
            switch line[0] | 0x20 {
            case UInt8(ascii: "c"):
                if let value = RawRequest.value(of: "content-length:", line) {
                    guard let length = Int(value), length >= 0 else { throw .contentLength }
                    bodyBytes = length
                } else if let value = RawRequest.value(of: "connection:", line) {
                    asksToClose = value.listsClose
                }
            case UInt8(ascii: "t"):
                if RawRequest.value(of: "transfer-encoding:", line) != nil { isChunked = true }
                if RawRequest.value(of: "traceparent:", line) != nil { hasTraceParent = true }
            default: break
            }
        }
        // Where chunks end is not looked for: they are the rest.
        guard isChunked || bodyBytes <= bytes.count - bodyStart else { throw .cutOff }
        end = isChunked ? bytes.count : bodyStart + bodyBytes
        self.asksToClose = asksToClose
        self.isChunked = isChunked
        self.hasTraceParent = hasTraceParent
    }

    /// Where the line that begins at `start` has its line feed.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, 10, bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func isRequestLine(_ line: UnsafeRawBufferPointer) -> Bool {
        let end = line.last == 13 ? line.count - 1 : line.count
        guard let base = line.baseAddress, end > 9 else { return false }
        var target = 0
        while target < end, line[target] != 32 {
            guard line[target].isTokenByte else { return false }
            target += 1
        }
        guard target > 0 else { return false }
        target += 1
        let version = end - 9
        return target < version && memchr(base + target, 32, version - target) == nil
            && memcmp(base + version, " HTTP/1.", 8) == 0
    }

    /// The value of the field `name`, which is in lower case with its colon; nil for another field.
    private static func value(of name: StaticString, _ line: UnsafeRawBufferPointer) -> Substring? {
        guard line.count >= name.utf8CodeUnitCount else { return nil }
        // No other bytes than capital letters become the same, but for two that no name can have.
        for index in 0..<name.utf8CodeUnitCount where line[index] | 0x20 != name.utf8Start[index] { return nil }
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
