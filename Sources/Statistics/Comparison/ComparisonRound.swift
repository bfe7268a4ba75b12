/// What one build did in its slot of a round.
package struct ComparisonSlot: Sendable {
    /// Completed requests; those that lay partly within the slot count as the part of their time that did.
    package var completed: Double
    /// Seconds that were measured.
    package var seconds: Double
    /// How many requests had which outcome.
    package var counts: RunResult.Counts
    /// The latencies of its requests, in nanoseconds; of those that were due and not sent, the time they waited in the slot.
    package var latencies: HistogramSnapshot
    /// CPU time of its server; nil where that is not known.
    package var cpuSeconds: Double?
    /// When what is measured began, in seconds since the comparison did.
    package var start: Double

    /// A slot.
    package init(
        start: Double = 0,
        completed: Double,
        seconds: Double,
        counts: RunResult.Counts,
        latencies: HistogramSnapshot,
        cpuSeconds: Double? = nil
    ) {
        self.start = start
        self.completed = completed
        self.seconds = seconds
        self.counts = counts
        self.latencies = latencies
        self.cpuSeconds = cpuSeconds
    }
}

extension [ComparisonSlot] {
    /// The latencies of all of them together.
    var mergedLatencies: Histogram {
        let all = Histogram(.nanoseconds)
        for slot in self { all.merge(slot.latencies) }
        return all
    }
}

/// The part of a build in a comparison.
package enum ComparisonRole: String, Sendable, Codable, CaseIterable {
    /// What is compared with.
    case baseline
    /// What is judged.
    case candidate
    /// The baseline once more, to see whether what is the same is found to be the same.
    case control

    /// The letter that stands for it in the order of a round.
    package var letter: String {
        switch self {
        case .baseline: "A"
        case .candidate: "B"
        case .control: "C"
        }
    }
}

/// A round of a comparison: a slot of each build, one right after the other, in an order left to chance.
package struct ComparisonRound: Sendable {
    /// What the build did that is compared with.
    package let baseline: ComparisonSlot
    /// What the build did that is judged.
    package let candidate: ComparisonSlot
    /// What the baseline did the second time; nil where that was not asked for.
    package let control: ComparisonSlot?
    /// Which slot came when.
    package let order: [ComparisonRole]

    /// A round.
    package init(
        baseline: ComparisonSlot,
        candidate: ComparisonSlot,
        control: ComparisonSlot? = nil,
        order: [ComparisonRole]
    ) {
        self.baseline = baseline
        self.candidate = candidate
        self.control = control
        self.order = order
    }

    /// What this build did.
    package func slot(_ role: ComparisonRole) -> ComparisonSlot? {
        switch role {
        case .baseline: baseline
        case .candidate: candidate
        case .control: control
        }
    }

    /// Whether the candidate's slot came before the baseline's.
    package var candidateIsFirst: Bool {
        order.first { $0 != .control } == .candidate
    }

    /// The same round with the second baseline in place of the candidate; nil without one.
    package var ofControl: ComparisonRound? {
        let places = order.filter { $0 != .candidate }.map { $0 == .control ? .candidate : $0 }
        return control.map { ComparisonRound(baseline: baseline, candidate: $0, order: places) }
    }
}
