internal import Workload

/// A request that is sent once, or several in one.
struct MadeRequest {
    /// What is sent.
    let bytes: UnsafeRawBufferPointer
    /// What stands in it.
    let facts: RawRequests
    /// The row of the report that it goes into.
    let row: Int

    /// The next request of `source`; its bytes are valid until `source` is used again.
    init(from source: any RequestSource) throws(ScriptError) {
        try self.init(try source.next(), source)
    }

    /// The request that `source` will give next.
    init(peeking source: any RequestSource) throws(ScriptError) {
        try self.init(try source.peek(), source)
    }

    private init(_ bytes: UnsafeRawBufferPointer, _ source: any RequestSource) throws(ScriptError) {
        self.bytes = bytes
        row = source.row
        do throws(RawRequests.Problem) {
            facts = try RawRequests(bytes)
        } catch {
            throw ScriptError("\(source.name): the request cannot be sent: \(error)")
        }
    }
}
