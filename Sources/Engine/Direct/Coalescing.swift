/// Decides whether to let answers gather before the next wait ends, as network cards do with their interrupts
/// (coalescing): where answers come one by one at a high rate, each turn of an event loop costs more than its answer.
///
/// An answer that is held seems to have come later. So nothing is held unless answers are so frequent that they wait for
/// each other anyway on most machines, and then only for a small part of the latencies that are measured.
struct Coalescing {
    /// Answers come at least this fast where they are held: with fewer nanoseconds between them on average.
    static let mostGap: UInt64 = 13_000
    /// The most that an answer is held, as a part of the mean latency.
    static let mostShare: UInt64 = 16
    /// The most in nanoseconds, where it is more than a hundredth of the mean latency.
    static let usualMost: UInt64 = 20_000
    /// The part of the mean latency up to which it may be more.
    static let smallShare: UInt64 = 100
    /// The most in any case.
    static let most: UInt64 = 100_000
    /// A decision stands for the answers of so many nanoseconds, so that a burst is not taken for a rate.
    static let window: UInt64 = 10_000_000

    /// The longest that answers were held, in nanoseconds: what a latency may be too long by.
    private(set) var longest: UInt64 = 0
    private var decided: UInt64 = 0
    private var answers: UInt64 = 0
    private var latencies: UInt64 = 0
    private var since: UInt64 = 0

    /// Another run begins.
    mutating func begin() {
        longest = 0
    }

    /// An answer came at `time`, `latency` nanoseconds after its request was sent.
    @inline(__always)
    mutating func answered(at time: UInt64, latency: UInt64) {
        answers &+= 1
        latencies &+= latency
        if answers & 63 == 0, time &- since >= Coalescing.window { decide(time) }
    }

    /// How long the wait that begins at `time` may hold answers, in nanoseconds.
    mutating func hold(at time: UInt64) -> UInt64 {
        // When answers have become rare, the next decision is far away.
        guard decided > 0, time &- since <= 2 &* Coalescing.window else { return 0 }
        longest = max(longest, decided)
        return decided
    }

    private mutating func decide(_ time: UInt64) {
        let latency = latencies / answers
        let small = min(latency / Coalescing.smallShare, Coalescing.most)
        let most = min(latency / Coalescing.mostShare, max(Coalescing.usualMost, small))
        let gap = (time &- since) / answers
        // Less than one and a half answers more are not worth a timer.
        decided = gap <= Coalescing.mostGap && 3 * gap <= 2 * most ? most : 0
        answers = 0
        latencies = 0
        since = time
    }
}
