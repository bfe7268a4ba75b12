internal import Statistics

/// Whether an open loop kept its rate.
struct OfferedRate {
    private let target: RunResult.Target
    private let config: RunResult.Config

    init(_ target: RunResult.Target, _ config: RunResult.Config) {
        self.target = target
        self.config = config
    }

    /// The share of due requests that may be unsent at the end without a word: the rate that is promised.
    private static let tolerance = 0.001

    /// By how much the rate was missed and why, as a sentence; nil where it was kept, and in a closed loop.
    var shortfall: String? {
        let counts = target.counts
        let due = counts.due
        guard config.loop == "open", counts.unsent > 0, Double(counts.unsent) > OfferedRate.tolerance * Double(due)
        else {
            return nil
        }
        let share = Double(counts.sent + counts.notSent) / Double(due)
        let late = AssertionMetric.Quantity.time.text(Double(target.wait.max))
        let others = counts.sent > 0 ? ", and others were up to \(late) late" : ""
        let left = target.warmup?.counts.unsent ?? 0
        let before = left > 0 ? "; those of the warm-up came first, of which \(left) were not sent either" : ""
        return "the rate was not kept: \(counts.unsent) of \(due) requests that were due were not sent "
            + "(\((share * 100).text(decimals: 1)) % were)\(others)\(before); \(cause)"
    }

    private var cause: String {
        let counts = target.counts
        if counts.notSent + counts.reset > 0, let most = target.errors.max(by: { $0.count < $1.count }) {
            return "connections failed, and are not tried again at once (\(most.count) × \(most.message))"
        }
        let opened = Double(target.connectionsOpened) / target.elapsedSeconds
        if let most = config.connectRate, opened > 0.9 * most {
            return "no more than \(most.text(decimals: 0)) connections a second may be opened; raise --connect-rate"
        }
        // Where connections were free, it was the program that came late.
        guard counts.queued * 2 > counts.due else {
            return "connections were free, but the threads had no time: add threads (-t), or load from another machine"
        }
        let slots = Double(config.connections * config.streams)
        let seconds = target.service.mean / 1e9
        guard seconds > 0 else { return "no connection could be had" }
        return
            "no connection was free: with \((seconds * 1000).text(decimals: 2)) ms an answer, \(Int(slots)) at a time are at most "
            + "\((slots / seconds).text(decimals: 0)) requests/s; add connections (-c), or the server is at its limit"
    }
}
