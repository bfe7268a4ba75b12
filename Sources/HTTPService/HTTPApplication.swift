/// What an `HTTPServer` serves.
///
/// Each call comes on the serving thread that owns the exchange's connection, so calls for different connections may
/// come at the same time.
package protocol HTTPApplication: AnyObject, Sendable {
    /// A client connected; `worker` is the index of its serving thread.
    func connectionOpened(worker: Int)

    /// Answers a request that has been read whole, by one of the exchange's `answer` calls or `close`.
    func respond(to exchange: HTTPExchange)

    /// The exchange came to its end, as its `outcome` says.
    func finished(_ exchange: HTTPExchange)
}
