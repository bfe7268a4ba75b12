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
        case headCutOff
        case bodyCutOff(length: Int, found: Int)
        /// What follows a request with a body of this length is none.
        case noRequestBehind(length: Int)
        case noRequestLine
        case contentLength
        case mixedHead

        package var description: String {
            switch self {
            case .empty: "it is empty"
            case .headCutOff: "it ends before the empty line that ends a head"
            case .bodyCutOff(let length, let found):
                "its Content-Length is \(length), and \(found) bytes follow the head"
            case .noRequestBehind(let length):
                length == 0
                    ? "what follows a request without a body is no request; a body needs a Content-Length"
                    : "what follows the \(length) bytes that its Content-Length says is no request"
            case .noRequestLine: "it does not begin with a request line, such as 'GET / HTTP/1.1'"
            case .contentLength: "its Content-Length is no number"
            case .mixedHead: "HEAD and other requests cannot be sent together"
            }
        }
    }

    /// Counts the requests in `bytes`.
    package init(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        let start = RawRequests.skipEmptyLines(bytes, from: 0)
        guard start < bytes.count else { throw .empty }
        var request = try RawRequest(bytes, from: start)
        var count = 1
        while true {
            let next = RawRequests.skipEmptyLines(bytes, from: request.end)
            guard next < bytes.count else { break }
            let following = try RawRequests.request(in: bytes, from: next, behind: request)
            if following.isHead != request.isHead { throw .mixedHead }
            request = following
            count += 1
        }
        last = request
        self.count = count
    }

    /// Servers ignore empty lines before a request (RFC 9112, section 2.2), and clients of old send one behind a body.
    package static func skipEmptyLines(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] == 13 || bytes[position] == 10 { position += 1 }
        return position
    }

    private static func request(
        in bytes: UnsafeRawBufferPointer,
        from start: Int,
        behind request: RawRequest
    ) throws(Problem) -> RawRequest {
        do throws(Problem) {
            return try RawRequest(bytes, from: start)
        } catch {
            // A wrong length is the likely cause.
            guard error == .noRequestLine || error == .headCutOff else { throw error }
            throw .noRequestBehind(length: request.end - request.bodyStart)
        }
    }
}
