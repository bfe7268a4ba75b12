internal import CMicroHTTPD
internal import Glibc
package import JSON

/// One connection's current request and its answer; the same object serves the connection's later requests.
///
/// Only the connection's serving thread uses it, and it lives as long as the connection.
package final class HTTPExchange {
    /// How an exchange ended.
    package enum Outcome: Equatable, Sendable {
        /// The answer was handed to the kernel to its last byte.
        case answered(status: Int)
        /// The application chose to close the connection without an answer.
        case closed
        /// The client went away, or the server stopped, before the answer was written.
        case aborted
    }

    enum Answer {
        case none
        case prepared(HTTPResponse)
        case made(status: Int, OpaquePointer)
        case close
    }

    /// The index of the thread that serves the connection, from 0.
    package let worker: Int
    /// The path of the route that matched in `HTTPRouter`; nil where none did.
    package internal(set) var route: String?
    /// When the whole request had been read, by CLOCK_MONOTONIC.
    package internal(set) var readNanoseconds: UInt64 = 0
    /// How long after it was read the request is answered at the earliest; other connections go on meanwhile.
    package var holdNanoseconds: UInt64 = 0
    /// How the exchange ended; for `HTTPApplication.finished`.
    package internal(set) var outcome = Outcome.aborted
    /// From the request read to the answer written; for `HTTPApplication.finished`.
    package internal(set) var elapsedNanoseconds: UInt64 = 0

    let server: HTTPServer
    var requestBody: RequestBody
    var answer = Answer.none
    /// libmicrohttpd's objects, valid while it calls, which is when the application is asked.
    var connection: OpaquePointer?
    var methodBytes: UnsafePointer<CChar>?
    var pathBytes: UnsafePointer<CChar>?
    private var writer = JSONWriter(capacity: 512)

    init(server: HTTPServer, worker: Int) {
        self.server = server
        self.worker = worker
        requestBody = RequestBody(limit: server.bodyLimit)
    }

    // MARK: - The request

    /// Whether the body is larger than the server takes; then `body` is empty.
    package var isBodyTooLarge: Bool { requestBody.isTooLarge }

    /// The body, valid while the application is asked.
    package var body: UnsafeRawBufferPointer { requestBody.bytes }

    /// Calls `use` with the value of a header, or nil where the request lacks it.
    package func withHeader<R>(_ name: StaticString, _ use: (UnsafeRawBufferPointer?) -> R) -> R {
        var value: UnsafePointer<CChar>?
        var count = 0
        let key = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        MHD_lookup_connection_value_n(connection, .HEADER_KIND, key, name.utf8CodeUnitCount, &value, &count)
        return use(value.map { UnsafeRawBufferPointer(start: $0, count: count) })
    }

    /// Whether the method is `method`, whose bytes end with 0.
    func isMethod(_ method: [CChar]) -> Bool {
        guard let methodBytes else { return false }
        return strcmp(methodBytes, method) == 0
    }

    /// Whether the path is `path`, whose bytes end with 0.
    func isPath(_ path: [CChar]) -> Bool {
        guard let pathBytes else { return false }
        return strcmp(pathBytes, path) == 0
    }

    // MARK: - The answer

    /// Answers with what was prepared.
    package func answer(_ response: HTTPResponse) {
        set(.prepared(response))
    }

    /// Answers with the JSON that `write` writes.
    package func answer(status: Int, _ write: (inout JSONWriter) -> Void) {
        writer.removeAll()
        write(&writer)
        guard let response = HTTPResponse.make(writer.bytes, [("Content-Type", "application/json")]) else {
            return close()
        }
        set(.made(status: status, response))
    }

    /// Closes the connection instead of answering.
    package func close() { set(.close) }

    func set(_ next: Answer) {
        if case .made(_, let response) = answer { MHD_destroy_response(response) }
        answer = next
    }
}
