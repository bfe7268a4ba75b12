internal import Workload

/// A request of the workload as the bytes that are sent for it: made once, the same for all connections.
final class RenderedRequest: Sendable {
    /// Whether it asks for no body.
    let isHead: Bool
    /// Whether it asks for the connection to be closed after its answer (RFC 9112, section 9.6).
    let asksToClose: Bool
    /// How many answers it gets: the bytes may be several requests.
    let answers: Int32
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// - Parameters:
    ///   - request: what is sent.
    ///   - hostHeader: the value of `Host` unless the request sets its own.
    ///   - keepsAlive: false adds `Connection: close` unless the request sets its own.
    convenience init(_ request: Request, hostHeader: String, keepsAlive: Bool) {
        self.init(
            bytes: RequestLayout(request, hostHeader: hostHeader, keepsAlive: keepsAlive).bytes,
            isHead: request.method.text == "HEAD",
            asksToClose: !keepsAlive || request.headers.asksToClose
        )
    }

    /// What a script has made, which is sent as it is.
    convenience init(_ made: MadeRequest, keepsAlive: Bool) {
        self.init(
            bytes: Array(made.bytes),
            answers: made.facts.count,
            isHead: made.facts.isHead,
            asksToClose: !keepsAlive || made.facts.asksToClose
        )
    }

    /// - Parameters:
    ///   - bytes: one request, or several of them.
    ///   - answers: how many.
    ///   - isHead: whether they ask for no body.
    ///   - asksToClose: whether the connection is closed after the answer.
    init(bytes: [UInt8], answers: Int = 1, isHead: Bool, asksToClose: Bool = false) {
        self.asksToClose = asksToClose
        self.isHead = isHead
        self.answers = Int32(answers)
        storage = .allocate(byteCount: bytes.count, alignment: 16)
        storage.copyBytes(from: bytes)
    }

    deinit {
        storage.deallocate()
    }

    /// What is sent; valid as long as the request.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(storage) }
}
