internal import Glibc

/// Whether the machine or the order of slots has a hand in a comparison.
package struct ComparisonDiagnostics: Sendable, Equatable {
    /// What they are of.
    package let metric: ComparisonMetric
    /// The 95th percentile of the baseline's values over the 5th: how much the machine's speed varied.
    package let drift: Double
    /// How likely the changes of rounds in one order differ from those in the other as much by chance.
    package let orderProbability: Double
    /// How likely the changes rise or fall as much over the rounds by chance.
    package let trendProbability: Double
    /// Half the interval of a build compared with itself, as a part: of slots of the same build that follow each other, with random
    /// signs; nil where there are too few.
    package let selfHalfWidth: Double?

    /// Above this the machine's speed is worth a word.
    package static let mostDrift = 1.2
    /// Below these the others are.
    package static let leastOrderProbability = 0.01
    package static let leastTrendProbability = 0.001

    /// What `rounds` show of that, by a figure that says something of each: under a rate, requests a second do not.
    ///
    /// - Parameter seed: where the random signs begin.
    package init(_ rounds: [ComparisonRound], of metric: ComparisonMetric, alpha: Double, seed: UInt64) {
        self.metric = metric
        let baseline = rounds.compactMap { metric.value([$0.baseline]) }
        let low = Quantile.type7(baseline, 0.05)
        drift = low > 0 ? Quantile.type7(baseline, 0.95) / low : 1
        var (first, second, all): ([Double], [Double], [Double]) = ([], [], [])
        for round in rounds {
            guard let one = metric.value([round.baseline]), let other = metric.value([round.candidate]) else {
                continue
            }
            all.append(log(other / one))
            if round.candidateIsFirst { second.append(all[all.count - 1]) } else { first.append(all[all.count - 1]) }
        }
        orderProbability = MannWhitney.probability(first, second)
        trendProbability = MannTrend.probability(all)
        var random = SplitMix64(seed: seed)
        var own: [Double] = []
        for build in [rounds.map(\.baseline), rounds.map(\.candidate)] {
            for place in stride(from: 0, to: build.count - 1, by: 2) {
                guard let one = metric.value([build[place]]), let other = metric.value([build[place + 1]]) else {
                    continue
                }
                own.append(log(other / one) * (random.coin() ? 1 : -1))
            }
        }
        let interval = own.isEmpty ? nil : HodgesLehmann(own, alpha: alpha).interval
        selfHalfWidth = interval.map { expm1(($0.upperBound - $0.lowerBound) / 2) }
    }
}
