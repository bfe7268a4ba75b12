internal import Workload

/// A request that is sent once, or several in one.
struct MadeRequest {
    /// What is sent.
    let bytes: UnsafeRawBufferPointer
    /// What stands in it.
    let facts: RawRequests

    /// The next request of `source`; its bytes are valid until `source` is asked again.
    init(from source: any RequestSource) throws(ScriptError) {
        bytes = try source.next()
        do throws(RawRequests.Problem) {
            facts = try RawRequests(bytes)
        } catch {
            throw ScriptError("request() returned what cannot be sent: \(error)")
        }
    }
}
