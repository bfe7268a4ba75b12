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

    /// Counts the requests in `bytes`.
    package init(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard !bytes.isEmpty else { throw .empty }
        var (position, count, isHead, asksToClose) = (0, 0, false, false)
        while position < bytes.count {
            let request = try RawRequest(bytes, from: position)
            if count > 0, request.isHead != isHead { throw .mixedHead }
            isHead = request.isHead
            asksToClose = request.asksToClose
            position = request.end
            count += 1
        }
        self.count = count
        self.isHead = isHead
        self.asksToClose = asksToClose
    }
}
