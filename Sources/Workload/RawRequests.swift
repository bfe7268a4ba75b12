/// What stands in bytes that are sent as they are: one HTTP/1.1 request, or several.
package struct RawRequests: Equatable, Sendable {
    /// How many requests, and so answers.
    package let count: Int
    /// The last one.
    package let last: RawRequest

    /// Whether they are HEAD requests, whose answers have no body.
    package var isHead: Bool { last.isHead }
    /// Whether the last one asks for the connection to be closed.
    package var asksToClose: Bool { last.asksToClose }

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
        var request = try RawRequest(bytes, from: 0)
        var count = 1
        while request.end < bytes.count {
            let next = try RawRequest(bytes, from: request.end)
            if next.isHead != request.isHead { throw .mixedHead }
            request = next
            count += 1
        }
        last = request
        self.count = count
    }
}
