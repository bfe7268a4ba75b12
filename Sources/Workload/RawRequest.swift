internal import Glibc

/// Where one request ends in bytes that are sent as they are, and what its answer depends on.
///
/// No more is looked at than must be: the request line, and the fields that frame the message.
package struct RawRequest: Equatable, Sendable {
    /// Where its method is.
    package let method: Range<Int>
    /// Where the target is between the method and the version.
    package let target: Range<Int>
    /// Where the empty line behind its fields begins.
    package let emptyLine: Int
    /// Behind the empty line.
    package let bodyStart: Int
    /// Behind its last byte.
    package let end: Int
    /// Whether its answer has no body.
    package let isHead: Bool
    /// Whether it asks for the connection to be closed.
    package let asksToClose: Bool
    /// Whether its body comes in chunks.
    package let isChunked: Bool
    /// Whether it has a `traceparent` field.
    package let hasTraceParent: Bool

    /// Looks at the request that begins at `start`.
    package init(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(RawRequests.Problem) {
        guard let first = RawRequest.line(of: bytes, from: start) else { throw .headCutOff }
        guard let space = RawRequest.endOfMethod(first) else { throw .noRequestLine }
        method = start..<start + space
        target = start + space + 1..<start + first.count - RawRequest.version.utf8CodeUnitCount - 1
        isHead = first.baseAddress.map { space == 4 && memcmp($0, "HEAD", 4) == 0 } ?? false
        var position = RawRequest.next(bytes, behind: first)
        var (bodyBytes, asksToClose, isChunked, hasTraceParent) = (0, false, false, false)
        while true {
            guard let line = RawRequest.line(of: bytes, from: position) else { throw .headCutOff }
            let next = RawRequest.next(bytes, behind: line)
            if line.isEmpty {
                emptyLine = position
                bodyStart = next
                break
            }
            position = next
            switch line[0] | 0x20 {
            case UInt8(ascii: "c"):
                if let value = RawRequest.value(of: "content-length:", line) {
                    guard let length = RawRequest.number(value) else { throw .contentLength }
                    bodyBytes = length
                } else if let value = RawRequest.value(of: "connection:", line), value.listsClose {
                    asksToClose = true
                }
            case UInt8(ascii: "t"):
                if RawRequest.value(of: "transfer-encoding:", line) != nil { isChunked = true }
                if RawRequest.value(of: "traceparent:", line) != nil { hasTraceParent = true }
            default: break
            }
        }
        // Where chunks end is not looked for: they are the rest.
        guard isChunked || bodyBytes <= bytes.count - bodyStart else {
            throw .bodyCutOff(length: bodyBytes, found: bytes.count - bodyStart)
        }
        end = isChunked ? bytes.count : bodyStart + bodyBytes
        self.asksToClose = asksToClose
        self.isChunked = isChunked
        self.hasTraceParent = hasTraceParent
    }

    // MARK: - Lines

    /// The line that begins at `start`, without its end; nil where it has none.
    private static func line(of bytes: UnsafeRawBufferPointer, from start: Int) -> UnsafeRawBufferPointer? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, 10, bytes.count - start)
        else { return nil }
        let end = UnsafeRawPointer(found) - base
        return UnsafeRawBufferPointer(
            start: base + start,
            count: end - start - (end > start && bytes[end - 1] == 13 ? 1 : 0)
        )
    }

    /// Where the line behind `line`, which is one of `bytes`, begins.
    private static func next(_ bytes: UnsafeRawBufferPointer, behind line: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress, let start = line.baseAddress else { return bytes.count }
        let end = start - base + line.count
        return bytes[end] == 13 ? end + 2 : end + 1
    }

    /// What precedes the digit behind the point.
    private static let version: StaticString = " HTTP/1."

    /// Where the method ends in a request line; nil where it is none.
    private static func endOfMethod(_ line: UnsafeRawBufferPointer) -> Int? {
        let versionStart = line.count - version.utf8CodeUnitCount - 1
        guard let base = line.baseAddress, versionStart > 0 else { return nil }
        var space = 0
        while space < versionStart, line[space] != 32 {
            guard line[space].isTokenByte else { return nil }
            space += 1
        }
        guard space > 0, space + 1 < versionStart, memchr(base + space + 1, 32, versionStart - space - 1) == nil,
            memcmp(base + versionStart, version.utf8Start, version.utf8CodeUnitCount) == 0
        else { return nil }
        return space
    }

    // MARK: - Fields

    /// The value of the field `name`, which is in lower case with its colon; nil for another field.
    private static func value(of name: StaticString, _ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard line.count >= name.utf8CodeUnitCount else { return nil }
        // No other bytes than capital letters become the same, but for two that no name can have.
        for index in 0..<name.utf8CodeUnitCount where line[index] | 0x20 != name.utf8Start[index] { return nil }
        return UnsafeRawBufferPointer(rebasing: line[name.utf8CodeUnitCount...]).trimmingBlanks
    }

    private static func number(_ text: UnsafeRawBufferPointer) -> Int? {
        // More digits are more than a machine's memory.
        guard !text.isEmpty, text.count <= 18 else { return nil }
        var number = 0
        for byte in text {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
