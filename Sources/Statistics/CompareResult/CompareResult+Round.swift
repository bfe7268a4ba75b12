extension CompareResult {
    /// A round: a slot of each build.
    package struct Round: Sendable, Codable, Equatable {
        /// Its number, from 0.
        package var index: Int
        /// To which start of the servers it belongs, from 0.
        package var start: Int
        /// Which slot came when: A is the baseline, B the candidate, C the control.
        package var order: String
        /// What the builds did.
        package var baseline: Slot
        package var candidate: Slot
        package var control: Slot?

        /// Round number `index`.
        package init(_ round: ComparisonRound, index: Int, start: Int) {
            self.index = index
            self.start = start
            order = round.order.map(\.letter).joined()
            baseline = Slot(round.baseline)
            candidate = Slot(round.candidate)
            control = round.control.map(Slot.init)
        }

        /// Whether the candidate's slot came before the baseline's.
        package var candidateIsFirst: Bool {
            let control = Character(ComparisonRole.control.letter)
            return order.first { $0 != control } == Character(ComparisonRole.candidate.letter)
        }

        /// What this build did.
        package func slot(_ role: ComparisonRole) -> Slot? {
            switch role {
            case .baseline: baseline
            case .candidate: candidate
            case .control: control
            }
        }
    }

    /// What a build did in its part of a round.
    package struct Slot: Sendable, Codable, Equatable {
        /// When what is measured began, in seconds since the comparison did.
        package var start: Double
        /// Seconds that were measured.
        package var length: Double
        /// Requests that were completed in them; those that lay partly within count as the part of their time that did.
        package var requests: Double
        /// Requests that ended and did not do what they should.
        package var errors: Int
        /// CPU time of the server for these requests; nil where it is not known.
        package var cpuSeconds: Double?
        /// Percentiles of their latencies, in nanoseconds; nil where there are none.
        package var p50: UInt64?
        package var p90: UInt64?
        package var p99: UInt64?
        /// All of the latencies.
        package var histogram: EncodedHistogram

        /// What is told of `slot`.
        package init(_ slot: ComparisonSlot) {
            let latencies = [slot].mergedLatencies
            start = slot.start
            length = slot.seconds
            requests = slot.completed
            errors = slot.counts.failed
            cpuSeconds = slot.cpuSeconds
            if latencies.count > 0 {
                (p50, p90, p99) = (latencies.percentile(50), latencies.percentile(90), latencies.percentile(99))
            }
            histogram = EncodedHistogram(latencies)
        }
    }
}

extension ComparisonSlot {
    /// What a result tells of a slot, which is all that figures are made of.
    package init(_ saved: CompareResult.Slot) throws(HistogramError) {
        self.init(
            start: saved.start,
            completed: saved.requests,
            seconds: saved.length,
            counts: .none,
            latencies: try saved.histogram.makeHistogram().takeSnapshot(),
            cpuSeconds: saved.cpuSeconds
        )
    }
}
