/// Whether a build keeps the rate of an open loop: then its latency says what it is, and else how long the slots were.
package enum ComparisonOverload {
    /// The share of what is due that may have no answer by the end of its slot, beside what is under way anyway.
    private static let tolerance = 0.01
    /// What is under way varies with the latency.
    private static let spread = 1.5

    /// Whether more is left without an answer at the end of slots than is explained by the latency.
    ///
    /// By Little's law as many requests are under way as come within the time that one takes.
    package static func isOverloaded(_ slots: [ComparisonSlot]) -> Bool {
        var (due, waiting, underWay) = (0.0, 0.0, 0.0)
        for slot in slots where slot.seconds > 0 {
            let counts = slot.counts
            due += Double(counts.due)
            waiting += Double(counts.due - counts.timedOut - counts.reset - counts.notSent) - slot.completed
            underWay += Double(counts.due) / slot.seconds * Double([slot].mergedLatencies.percentile(50)) / 1e9
        }
        return waiting > tolerance * due + spread * underWay
    }
}
