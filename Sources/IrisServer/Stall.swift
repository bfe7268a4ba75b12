/// A server that stands still again and again: every `period`, for `length`, it answers nothing.
///
///     0      period          2 · period
///     |------|####|----------|####|-----    #: nothing is answered
///
/// The first stall comes one period after the start.
package struct Stall: Equatable, Sendable {
    /// How long each stall lasts, in nanoseconds.
    package let length: UInt64
    /// From the start of one stall to the start of the next, in nanoseconds.
    package let period: UInt64

    /// Reads `stall:1s/10s`; nil where `text` is not that.
    init?(parsing text: String) {
        guard text.hasPrefix("stall:") else { return nil }
        let times = text.dropFirst("stall:".count).split(separator: "/", omittingEmptySubsequences: false)
        guard times.count == 2, let length = DurationText.nanoseconds(times[0]),
            let period = DurationText.nanoseconds(times[1]), length < period
        else { return nil }
        self.length = length
        self.period = period
    }

    /// The end of the stall that `time` lies in, or `time` itself; both in nanoseconds since the start.
    func end(at time: UInt64) -> UInt64 {
        guard time >= period else { return time }
        let stallStart = time / period * period
        return max(time, stallStart + length)
    }
}
