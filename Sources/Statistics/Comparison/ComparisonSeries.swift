internal import Glibc

/// The rounds of a comparison, and what they say at a look.
package struct ComparisonSeries: Sendable {
    /// A figure, and what of it matters.
    package struct Gate: Sendable, Equatable {
        /// What is compared.
        package let metric: ComparisonMetric
        /// The least change that matters, as a part of the baseline.
        package let margin: Double
        /// Whether it has a say in the verdict.
        package let isGated: Bool

        /// A gate.
        package init(_ metric: ComparisonMetric, margin: Double? = nil, isGated: Bool) {
            self.metric = metric
            self.margin = margin ?? metric.usualMargin
            self.isGated = isGated
        }
    }

    /// What was found of a figure.
    package struct Finding: Sendable, Equatable {
        /// What was asked.
        package let gate: Gate
        /// Its value of all slots of a build together; nil without one.
        package let baseline: Double?
        package let candidate: Double?
        /// The logarithm of candidate / baseline; nil where there are no pairs of values.
        package let change: HodgesLehmann?
        /// The observations that rests on: a logarithm of candidate / baseline each.
        let differences: [Double]
        /// How many rounds each is of, or would have to be.
        package let roundsPerUnit: Int
        /// The chance of the interval to be wrong.
        package let alpha: Double
        /// What it means; nil for what has no say, or too few requests.
        package let verdict: ComparisonVerdict?

        /// How many observations there are.
        package var units: Int { differences.count }

        /// How likely the signed-rank test finds a sum as far from its mean by chance; nil as `change`.
        package var probability: Double? { change == nil ? nil : SignedRank.probability(of: differences) }

        /// The change that it could have seen four times out of five, as a part of the baseline; nil without an interval.
        package var detectable: Double? {
            change?.interval.map {
                DetectableChange.change(halfWidth: ($0.upperBound - $0.lowerBound) / 2, alpha: alpha)
            }
        }
    }

    /// What is compared, in the order of the report.
    package let gates: [Gate]
    /// When it may stop.
    package let looks: ComparisonLooks
    /// After how many rounds connections are opened or servers started anew; nil for never.
    package let roundsPerStart: Int?
    /// What was measured, in order.
    package private(set) var rounds: [ComparisonRound] = []

    /// Rounds are put together to judge a percentile as long as so many observations are left.
    private static let leastUnits = 12

    /// A comparison that has not begun; at least one figure is gated.
    package init(gates: [Gate], looks: ComparisonLooks = .usual, roundsPerStart: Int? = nil) {
        self.gates = gates
        self.looks = looks
        self.roundsPerStart = roundsPerStart
    }

    /// Whether so many rounds can be enough to judge `metric`, with so many requests in a slot.
    ///
    /// - Parameter roundsPerStart: after how many rounds connections are opened or servers started anew; nil for never.
    package static func canJudge(
        _ metric: ComparisonMetric,
        requestsInSlot: Double,
        rounds: Int,
        roundsPerStart: Int?
    ) -> Bool {
        let needed = metric.roundsNeeded(requestsInSlot: requestsInSlot)
        return needed == 1
            || needed <= rounds
                && rounds / StartUnits.whole(needed, roundsPerStart: roundsPerStart ?? 1) >= leastUnits
    }

    /// Adds a round.
    package mutating func add(_ round: ComparisonRound) {
        rounds.append(round)
    }

    /// The number of the look that is due after the rounds there are, from 0; nil between looks.
    package var look: Int? { looks.looks.firstIndex { $0.rounds == rounds.count } }

    /// Whether there is no look after that which is due.
    package var isLast: Bool { rounds.count >= looks.looks.last?.rounds ?? 0 }

    /// Whether what the builds do has nothing in common, at the level `alpha`: no more rounds are needed to see that.
    package func hasNothingInCommon(alpha: Double) -> Bool {
        ComparisonErrors.haveNothingInCommon(rounds, alpha: alpha)
    }

    /// What went wrong in the rounds, where time-outs count at the level `alpha`.
    package func errors(alpha: Double) -> ComparisonErrors {
        ComparisonErrors(rounds, roundsPerStart: roundsPerStart, alpha: alpha)
    }

    /// What the rounds say at the level `alpha` of all gates together.
    package func findings(alpha: Double) -> [Finding] {
        let count = gates.count(where: \.isGated)
        return gates.map { finding($0, alpha: alpha / Double(max(1, count))) }
    }

    /// What the rounds show of the first figure that has a say, for those who wait.
    package var soFar: Finding? {
        gates.first(where: \.isGated).map { finding($0, alpha: looks.looks.first?.alpha ?? 0.01) }
    }

    private func finding(_ gate: Gate, alpha: Double) -> Finding {
        let metric = gate.metric
        let needed = metric.roundsNeeded(rounds)
        let size =
            needed >= rounds.count
            ? max(1, rounds.count) : StartUnits.whole(needed, roundsPerStart: roundsPerStart ?? 1)
        let differences = units(of: metric, size: size, merging: needed > 1)
        let isSupported = needed == 1 || rounds.count / size >= ComparisonSeries.leastUnits
        let change = differences.isEmpty ? nil : HodgesLehmann(differences, alpha: alpha)
        let rule = ComparisonRule(margin: gate.margin, largerIsBetter: metric.largerIsBetter)
        let verdict = change.map { isSupported ? rule.verdict($0) : .inconclusive } ?? .inconclusive
        return Finding(
            gate: gate,
            baseline: metric.value(rounds.map(\.baseline)),
            candidate: metric.value(rounds.map(\.candidate)),
            change: isSupported ? change : nil,
            differences: differences,
            roundsPerUnit: isSupported ? size : needed,
            alpha: alpha,
            verdict: gate.isGated ? verdict : nil
        )
    }

    /// The logarithms of candidate / baseline, one for each `size` rounds.
    ///
    /// - Parameter merging: whether a value is of all rounds of a unit together; else a unit is the mean of its rounds.
    private func units(of metric: ComparisonMetric, size: Int, merging: Bool) -> [Double] {
        guard !merging else {
            return stride(from: 0, through: rounds.count - size, by: size).compactMap { first in
                difference(of: metric, Array(rounds[first..<first + size]))
            }
        }
        let differences = rounds.map { difference(of: metric, [$0]) }
        let whole = stride(from: 0, through: differences.count - size, by: size).flatMap { first in
            let values = differences[first..<first + size].compactMap(\.self)
            return values.count == size ? values : []
        }
        return StartUnits.means(whole, roundsPerStart: size)
    }

    private func difference(of metric: ComparisonMetric, _ rounds: [ComparisonRound]) -> Double? {
        guard let baseline = metric.value(rounds.map(\.baseline)), let candidate = metric.value(rounds.map(\.candidate))
        else { return nil }
        return log(candidate / baseline)
    }
}

extension ComparisonSeries {
    /// What could be seen of what is gated at each look that there were rounds enough for.
    package var calibration: [CompareResult.Calibration] {
        looks.looks.filter { $0.rounds <= rounds.count }.flatMap { look in
            var series = ComparisonSeries(gates: gates, looks: looks, roundsPerStart: roundsPerStart)
            for round in rounds.prefix(look.rounds) { series.add(round) }
            return series.findings(alpha: look.alpha).filter(\.gate.isGated).map { finding in
                CompareResult.Calibration(
                    metric: finding.gate.metric.name,
                    rounds: look.rounds,
                    mde80: finding.detectable
                )
            }
        }
    }
}
