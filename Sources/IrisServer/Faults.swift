/// What the server does on purpose to make its answers late or wrong, so that a measurement of it can be checked.
package struct Faults: Equatable, Sendable {
    /// Delays of each prediction, which add up.
    package private(set) var delays: [Delay] = []
    /// Stalls of the whole server.
    package private(set) var stalls: [Stall] = []
    /// CPU time burnt for each prediction, in nanoseconds.
    package private(set) var busyNanoseconds: UInt64 = 0
    /// The share of predictions answered with 500.
    package var failRate = 0.0
    /// The share of predictions whose connection is closed without an answer.
    package var closeRate = 0.0
    /// Where the random numbers start: with one serving thread, equal seeds give equal faults.
    package var seed: UInt64 = 1

    /// No faults.
    package init() {}

    /// Adds `5ms`, `uniform:5ms:15ms`, `lognormal:5ms:0.5` or `stall:1s/10s`; false where `text` is none of them.
    package mutating func addDelay(_ text: String) -> Bool {
        if let stall = Stall(parsing: text) {
            stalls.append(stall)
        } else if let delay = Delay(parsing: text) {
            delays.append(delay)
        } else {
            return false
        }
        return true
    }

    /// Sets the CPU time burnt for each prediction to a time like `5ms`; false where `text` is none.
    package mutating func setBusy(_ text: String) -> Bool {
        guard let time = DurationText.nanoseconds(text) else { return false }
        busyNanoseconds = time
        return true
    }

    /// When an answer goes out that would take `delay` without stalls; times in nanoseconds since the start.
    ///
    /// A request that comes in a stall is begun at its end, and an answer that is ready in a stall waits for its end.
    func answerTime(read: UInt64, delay: UInt64) -> UInt64 {
        stallsEnd(at: stallsEnd(at: read) + delay)
    }

    private func stallsEnd(at time: UInt64) -> UInt64 {
        var time = time
        while let later = stalls.lazy.map({ $0.end(at: time) }).first(where: { $0 > time }) { time = later }
        return time
    }
}
