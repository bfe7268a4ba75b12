/// An offered load: when requests are due, whether or not the server keeps up.
package struct OpenLoad: Sendable, Equatable {
    /// How requests are spread within the rate.
    package enum Arrivals: String, CaseIterable, Sendable {
        /// Evenly, one after the other.
        case uniform
        /// At random, as from many users who know nothing of each other.
        case poisson
    }

    /// A part of the load, in which the rate stays or changes evenly.
    package struct Stage: Sendable, Equatable {
        /// Nanoseconds; nil without end.
        package let duration: UInt64?
        /// Requests a second at its start.
        package let startRate: Double
        /// Requests a second at its end.
        package let endRate: Double

        /// A stage of one rate, or with an `endRate` one that gets there evenly.
        package init(duration: UInt64?, rate: Double, endRate: Double? = nil) {
            self.duration = duration
            startRate = rate
            self.endRate = endRate ?? rate
        }
    }

    /// The parts, one after the other.
    package var stages: [Stage]
    /// How requests are spread.
    package var arrivals: Arrivals

    /// A load of these stages.
    package init(stages: [Stage], arrivals: Arrivals = .uniform) {
        self.stages = stages
        self.arrivals = arrivals
    }

    /// How long it lasts in nanoseconds; nil without end.
    package var duration: UInt64? {
        stages.reduce(0 as UInt64?) { sum, stage in
            guard let sum, let duration = stage.duration else { return nil }
            return min(sum + duration, TimeSpan.most)
        }
    }
}
