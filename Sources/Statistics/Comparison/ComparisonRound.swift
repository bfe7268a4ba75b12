/// What one build did in its slot of a round.
package struct ComparisonSlot: Sendable {
    /// Completed requests, without those that were answered after the slot.
    package var completed: Int
    /// Seconds that were measured.
    package var seconds: Double
    /// How many requests had which outcome.
    package var counts: RunResult.Counts
    /// The latencies of its requests, in nanoseconds.
    package var latencies: HistogramSnapshot
    /// CPU time of its server; nil where that is not known.
    package var cpuSeconds: Double?

    /// A slot.
    package init(
        completed: Int,
        seconds: Double,
        counts: RunResult.Counts,
        latencies: HistogramSnapshot,
        cpuSeconds: Double? = nil
    ) {
        self.completed = completed
        self.seconds = seconds
        self.counts = counts
        self.latencies = latencies
        self.cpuSeconds = cpuSeconds
    }
}

/// A round of a comparison: a slot of each build, one right after the other, in an order that a coin decided.
package struct ComparisonRound: Sendable {
    /// What the build did that is compared with.
    package let baseline: ComparisonSlot
    /// What the build did that is judged.
    package let candidate: ComparisonSlot
    /// Whether the candidate's slot came first.
    package let candidateIsFirst: Bool

    /// A round.
    package init(baseline: ComparisonSlot, candidate: ComparisonSlot, candidateIsFirst: Bool) {
        self.baseline = baseline
        self.candidate = candidate
        self.candidateIsFirst = candidateIsFirst
    }
}
