/// Makes the requests of one worker while the run goes on, and sees its answers: a script's state.
///
/// The worker's thread alone calls it while the run goes on.
package protocol RequestSource: AnyObject, Sendable {
    /// What people know it by.
    var name: String { get }
    /// Whether each request is made when it is to be sent; else all are the one that `next` gives.
    var makesRequests: Bool { get }
    /// Whether it wants to see the answers.
    var seesAnswers: Bool { get }
    /// Whether it says how long to wait before a request.
    var delays: Bool { get }
    /// Whether it wants its worker to end.
    var isStopped: Bool { get }
    /// What the answers of each row must fulfil; nil where nothing is asked of them.
    var checks: [Checks]? { get }
    /// Where its worker connects to instead of the target, as `ip:port`; nil for the target.
    var address: String? { get }

    /// The rows that its requests go into.
    var rows: RequestRows { get }
    /// Which of them the request goes into that was made last.
    var row: Int { get }

    /// The next request, or several, as bytes that are valid until the source is used again.
    func next() throws(ScriptError) -> UnsafeRawBufferPointer

    /// The request that `next` will give, made ahead, or the error that it will throw; its bytes are valid until the source
    /// is used again.
    func peek() throws(ScriptError) -> UnsafeRawBufferPointer

    /// How long to wait before the next request, in milliseconds.
    func delay() throws(ScriptError) -> UInt64

    /// An answer came: its status, its head as it was sent, with those of interim answers before it, and its body.
    func answered(status: Int, head: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) throws(ScriptError)
}

/// What went wrong in a script.
package struct ScriptError: Error, Hashable, CustomStringConvertible {
    /// The message, with the place in the script where there is one; the traceback follows on lines of its own.
    package let description: String

    /// An error with this message.
    package init(_ description: String) {
        self.description = description
    }
}
