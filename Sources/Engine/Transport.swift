internal import Statistics
internal import Workload

/// The seam between a worker and what moves the bytes: a fixed set of slots, each carrying one request at a time.
///
/// A slot is one connection, or one stream of one. `send` opens the connection where it is not open. Every `send` is
/// followed by exactly one `answered`, `broken` or `notSent` event for its slot, unless it is cancelled first. Only a
/// request that is several in one has several `answered`, in all but the last of which more answers are `left`.
protocol Transport: AnyObject {
    /// Monotonic time in nanoseconds: the clock of all events.
    var now: UInt64 { get }

    /// How often the kernel was asked what happened.
    var polls: Int { get }

    /// The longest that answers which had come were left to gather, in nanoseconds.
    var longestHold: UInt64 { get }

    /// Makes the calling thread the one that uses the transport from now on; called again by it, where another run follows.
    func begin()

    /// Sends request number `request` of the workload on an idle slot.
    ///
    /// - Returns: when its first byte was about to be written, or 0 while the connection is still being opened: a
    ///   `sent` event tells then.
    func send(_ request: Int, on slot: Int) -> UInt64

    /// Sends a request that was made for this once, as `send` does; its bytes are copied.
    ///
    /// - Throws: `ScriptError` where it is none that can be sent.
    func send(_ made: MadeRequest, on slot: Int) throws(ScriptError) -> UInt64

    /// How many answers of the last request on `slot` did not come, or not yet: a request may be several in one.
    func unanswered(on slot: Int) -> Int

    /// Gives up the request of `slot`: no event follows, and its connection (of HTTP/2: its stream) is closed, if it is open.
    ///
    /// - Returns: false where that is too late, because the request has ended already, or is about to be sent: its event
    ///   follows.
    func cancel(_ slot: Int) -> Bool

    /// Waits until something happened or `deadline` (monotonic nanoseconds) passed.
    ///
    /// - Returns: the events since the last call, valid until the next one.
    func wait(until deadline: UInt64) -> UnsafeBufferPointer<TransportEvent>

    /// The head of an answer on `slot`, with those of interim answers before it, where heads are kept; valid until the next
    /// `send` on it.
    func head(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer

    /// Lets go what was sent and is held back to go out with more; nothing is sent after it before the next `begin`.
    func finish()

    /// The body of an answer on `slot`, where the workload needs bodies; valid until the next `send` on it.
    func body(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer
}

/// What happened on a slot.
///
/// All times are monotonic nanoseconds.
enum TransportEvent {
    /// A connection was opened for the slot's request.
    case connected(slot: Int, Handshake)
    /// The first byte of a request whose `send` returned 0 was about to be written.
    case sent(slot: Int, at: UInt64)
    /// The whole answer was read.
    case answered(slot: Int, Answer)
    /// The request was sent, and its answer did not come whole.
    case broken(slot: Int, Failure)
    /// No connection could be had: not a byte of the request was sent.
    case notSent(slot: Int, Failure)
}

/// How long opening a connection took.
struct Handshake {
    /// From the start to TCP being up, name look-up included, in nanoseconds.
    let connectNanoseconds: UInt64
    /// From there to TLS being up, in nanoseconds; 0 without TLS.
    let tlsNanoseconds: UInt64
}

/// A whole answer.
struct Answer {
    /// The status code.
    let status: Int
    /// When the request's first byte was about to be written.
    let sentAt: UInt64
    /// When the first byte of the answer was read.
    let firstByteAt: UInt64
    /// When its last byte was read.
    let lastByteAt: UInt64
    /// Bytes read: header and body.
    let bytes: Int
    /// Those of them that are the header's.
    var headBytes = 0
    /// Where its body is among those of the same request, where bodies are kept.
    var body = 0..<0
    /// The same of its head, where heads are kept.
    var head = 0..<0
    /// Answers to the same request that are still to come.
    var left = 0
}
