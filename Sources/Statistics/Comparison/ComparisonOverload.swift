/// Whether a build keeps the rate of an open loop: then its latency says what it is, and else how long the slots were.
package enum ComparisonOverload {
    /// The share of what is due that may be unsent or without an answer by the end of its slot, beside what the latency explains.
    private static let tolerance = 0.01

    /// Whether more is left unsent, or without an answer, at the end of most slots than the latency explains.
    ///
    /// A server that keeps up completes as much in a slot as is due in it: what goes on after its end is made up for by what came from
    /// before its beginning. That is known of the load before it (`settled` seconds), so answers that take longer than that
    /// leave something: of a request that takes L, spread evenly over time, so much as went on in the slot and was due before. Where
    /// a queue grows, latencies grow with it and explain a part of it, but less than there is, unless far more is due
    /// than can be done.
    ///
    /// - Parameter alpha: how likely it may be by chance that so many slots show it: a stall of the machine shows in a few of them.
    package static func isOverloaded(_ slots: [ComparisonSlot], settled: Double, alpha: Double) -> Bool {
        let loaded = slots.filter { $0.counts.due > 0 }
        let overloaded = loaded.count { isOverloaded($0, settled) }
        return SignTest.probability(heads: overloaded, of: loaded.count) <= alpha
    }

    private static func isOverloaded(_ slot: ComparisonSlot, _ settled: Double) -> Bool {
        let counts = slot.counts
        let due = Double(counts.due)
        let waiting = Double(counts.due - counts.timedOut - counts.reset - counts.notSent) - slot.completed
        return Double(counts.unsent) > tolerance * due
            || waiting > tolerance * due + due / slot.seconds * unseen(slot, settled)
    }

    /// Seconds of the load that were due before the slot had settled, and went on in it: the mean over its latencies.
    private static func unseen(_ slot: ComparisonSlot, _ settled: Double) -> Double {
        let latencies = slot.latencies
        guard latencies.totals.count > 0 else { return 0 }
        let sum = latencies.cells.reduce(0) { sum, cell in
            let latency = Double(latencies.layout.midpoint(at: Int(cell.index))) / 1e9
            guard latency > settled else { return sum }
            let length = latency - settled
            // The integral of the part that is in the slot, for all that began up to `length` before it had settled.
            let inside = length <= slot.seconds ? length * length / 2 : slot.seconds * (length - slot.seconds / 2)
            return sum + Double(cell.count) * inside / latency
        }
        return sum / Double(latencies.totals.count)
    }
}
