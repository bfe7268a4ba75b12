internal import Glibc

/// What a comparison says of a figure.
package enum ComparisonVerdict: String, Sendable, Codable, CaseIterable {
    /// The candidate is worse, by the margin or more.
    case worse
    /// The candidate is better, by the margin or more.
    case better
    /// There is no difference of the margin or more.
    case same
    /// Nothing of that is certain.
    case inconclusive
}

/// What differs enough to matter, and in which direction.
package struct ComparisonRule: Sendable, Equatable {
    /// The least change that matters, as a part of the baseline: 0.03.
    package var margin: Double
    /// Whether larger values are better.
    package var largerIsBetter: Bool

    /// A rule.
    package init(margin: Double, largerIsBetter: Bool) {
        self.margin = margin
        self.largerIsBetter = largerIsBetter
    }

    /// Judges the logarithm of candidate / baseline: certain, and as large as the margin.
    package func verdict(_ found: HodgesLehmann) -> ComparisonVerdict {
        guard let interval = found.interval else { return .inconclusive }
        let sign = largerIsBetter ? 1.0 : -1
        let gain = sign * found.estimate
        let (low, high) =
            largerIsBetter
            ? (interval.lowerBound, interval.upperBound) : (-interval.upperBound, -interval.lowerBound)
        let least = log1p(margin)
        if high < 0, gain <= -least { return .worse }
        if low > 0, gain >= least { return .better }
        if low > -least, high < least { return .same }
        return .inconclusive
    }
}
