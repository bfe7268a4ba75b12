/// What a `DirectTransport` needs of the kernel: a set of sockets, numbered by their connections, that bytes are sent on
/// and come from.
///
/// A plain connection's bytes are received by the loop; of one that is encrypted the loop only tells when it is ready.
protocol EventLoop: AnyObject, SendableMetatype {
    /// The name by which it is asked for and reported.
    static var name: String { get }

    /// Monotonic time in nanoseconds, read after the bytes of the last event were read and before anything that was
    /// sent since was written.
    var stamp: UInt64 { get }

    /// A loop with room for `connections`.
    init(connections: Int) throws(EngineError)

    /// Makes the calling thread the one that uses the loop from now on.
    func begin()

    /// Watches `descriptor`, on which connections are being opened, for the whole life of the loop.
    func watchConnector(_ descriptor: Int32)

    /// Starts to listen to `socket` as connection number `connection`.
    func open(_ connection: Int, socket: Int32, isEncrypted: Bool)

    /// Makes sure that the end of a plain connection is told of even if it comes together with bytes.
    func watchEnd(_ connection: Int)

    /// Whether the server has ended the plain connection whose bytes were told of last, with no more behind them.
    func hasEnded(_ connection: Int) -> Bool

    /// Stops to use the socket of `connection`.
    ///
    /// - Returns: whether it may be closed at once; else a `released` event tells when.
    func release(_ connection: Int) -> Bool

    /// Sends `bytes` on a plain connection, whose last `send` is done.
    ///
    /// - Parameter isStable: whether the bytes stay as they are until an answer to them has come, or the socket is let go.
    func send(_ connection: Int, _ bytes: UnsafeRawBufferPointer, isStable: Bool) -> SendResult

    /// Tells, once, when an encrypted connection can be written to.
    func awaitWritable(_ connection: Int)

    /// Waits until an event is there or `deadline` (monotonic nanoseconds) has passed.
    ///
    /// - Parameter hold: for how many nanoseconds to let events gather; 0 if the first of them ends the wait. The wait
    ///   may end without an event then.
    func wait(until deadline: UInt64, holding hold: UInt64)

    /// The next event; nil when it is time to wait again.
    func next() -> LoopEvent?
}

/// How sending went.
enum SendResult {
    /// The kernel has the bytes, or will have them as long as they are stable.
    case done
    /// The bytes must stay as they are until a `flushed` event comes.
    case pending
    /// Nothing more can be sent; the system's error number.
    case failed(Int32)
}

/// What happened on a connection of an `EventLoop`.
enum LoopEvent {
    /// Bytes of a plain connection, valid until the next call of `next`.
    case received(Int, UnsafeRawBufferPointer)
    /// The server has ended a plain connection; the system's error number, 0 for an orderly end.
    case ended(Int, errno: Int32)
    /// An encrypted connection can be read from.
    case readable(Int)
    /// An encrypted connection can be written to.
    case writable(Int)
    /// The bytes of a `send` that was pending are sent.
    case flushed(Int)
    /// Sending failed; the system's error number.
    case sendFailed(Int, errno: Int32)
    /// The socket may be closed.
    case released(Int)
    /// The connector has something to do.
    case connecting
}
