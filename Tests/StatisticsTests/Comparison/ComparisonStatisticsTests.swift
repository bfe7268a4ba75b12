import Foundation
import Testing

@testable import Statistics

/// The statistics of comparisons beside those of other implementations.
@Suite struct ComparisonStatisticsTests {
    private let vectors = ComparisonVectors.shared

    private func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) <= 1e-9 * max(1, abs(other)) }

    @Test("random numbers and coins are those of SplitMix64")
    func random() {
        var random = SplitMix64(seed: vectors.splitmix64.seed)
        #expect(
            vectors.splitmix64.first
                == vectors.splitmix64.first.map { _ in
                    let digits = String(random.next(), radix: 16)
                    return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
                }
        )
        random = SplitMix64(seed: 7)
        #expect(vectors.splitmix64.below10_seed7.map { _ in random.below(10) } == vectors.splitmix64.below10_seed7)
        random = SplitMix64(seed: 7)
        #expect(vectors.splitmix64.coins_seed7.map { _ in random.coin() ? 1 : 0 } == vectors.splitmix64.coins_seed7)
        random = SplitMix64(seed: 7)
        #expect(vectors.splitmix64.unit_seed7.map { _ in random.unit() } == vectors.splitmix64.unit_seed7)
    }

    @Test("the signed-rank sum has its exact distribution")
    func distribution() {
        for (count, expected) in vectors.signedRankNullCounts {
            let ranks = Array(1...(Int(count) ?? 1))
            let ways = SignedRank.distribution(ranks: ranks).map { $0 * Double(1 << ranks.count) }
            #expect(ways == expected, "\(count)")
        }
    }

    @Test("quantiles of Student's t distribution")
    func student() {
        for (name, expected) in vectors.studentT.tQuantiles {
            let parts = name.split(separator: "/").compactMap { Double($0) }
            #expect(isNear(StudentT.quantile(parts[0], degrees: parts[1]), expected), "\(name)")
            #expect(isNear(StudentT.quantile(1 - parts[0], degrees: parts[1]), -expected), "\(name)")
        }
        // That of many is the normal distribution.
        #expect(abs(StudentT.quantile(0.975, degrees: 1e6) - Normal.quantile(0.975)) < 1e-5)
    }

    @Test("the middle and the mean of values that are drawn anew")
    func bootstrap() {
        for vector in vectors.bootstrap {
            var drawing = Resampling(count: vector.d.count, seed: vector.seed)
            let found = (0..<vector.B).map { _ in
                drawing.draw()
                let drawn = zip(vector.d, drawing.weights).flatMap { Array(repeating: $0, count: $1) }
                return vector.stat == "mean" ? drawn.reduce(0, +) / Double(drawn.count) : Quantile.type7(drawn, 0.5)
            }
            #expect(isNear(Quantile.type7(found, vector.alpha / 2), vector.lower), "\(vector.stat)")
            #expect(isNear(Quantile.type7(found, 1 - vector.alpha / 2), vector.upper), "\(vector.stat)")
            #expect(isNear(found.reduce(0, +) / Double(found.count), vector.meanOfResamples), "\(vector.stat)")
        }
    }

    @Test("critical values of the signed-rank sum are those of its exact distribution")
    func criticalValues() {
        for (count, values) in vectors.signedRankCriticalK.table {
            for (alpha, expected) in zip(vectors.signedRankCriticalK.alphas, values) {
                let found = SignedRank.criticalValue(count: Int(count) ?? 0, alpha: alpha) ?? -1
                #expect(found == expected, "\(count) at \(alpha)")
            }
        }
        for (alpha, expected) in vectors.minRounds {
            #expect(SignedRank.fewest(alpha: Double(alpha) ?? 0) == expected, "\(alpha)")
        }
    }

    @Test("the signed-rank test and the interval of Hodges and Lehmann are exact")
    func differences() {
        for vector in vectors.signedRankAndHodgesLehmann {
            #expect(isNear(SignedRank.probability(of: vector.d), vector.pExact), "\(vector.name)")
            for (alpha, expected) in [(0.05, vector.hl95), (0.01, vector.hl99)] {
                let found = HodgesLehmann(vector.d, alpha: alpha)
                #expect(isNear(found.estimate, expected.estimate), "\(vector.name)")
                #expect(isNear(found.interval?.lowerBound ?? .nan, expected.lower), "\(vector.name)")
                #expect(isNear(found.interval?.upperBound ?? .nan, expected.upper), "\(vector.name)")
            }
        }
        #expect(SignedRank.probability(of: [0, 0]) == 1)
        #expect(HodgesLehmann([0.1, 0.2, 0.3, 0.4, 0.5], alpha: 0.01).interval == nil)
    }

    @Test("rank sums of two samples, with and without equal values")
    func samples() {
        for vector in vectors.mannWhitney {
            let found = MannWhitney.probability(vector.a, vector.b)
            #expect(isNear(found, vector.pAsymptoticContinuityTies), "\(vector.name): \(found)")
        }
        #expect(MannWhitney.probability([], [1]) == 1)
    }

    @Test("quantiles of the normal distribution")
    func normal() {
        for (share, expected) in vectors.normalQuantiles {
            #expect(isNear(Normal.quantile(Double(share) ?? 0), expected), "\(share)")
            #expect(isNear(Normal.quantile(1 - (Double(share) ?? 0)), -expected), "\(share)")
        }
    }

    @Test("whole comparisons: the interval, the verdict, and what the run could see")
    func comparisons() {
        for vector in vectors.compare {
            let differences = vector.rounds.map { log($0.b / $0.a) }
            for (found, expected) in zip(differences, vector.d) { #expect(isNear(found, expected)) }
            let found = HodgesLehmann(differences, alpha: vector.alpha)
            let rule = ComparisonRule(margin: vector.margin, largerIsBetter: vector.largerIsBetter)
            #expect(rule.verdict(found).rawValue == vector.decision, "\(vector.name)")
            #expect(isNear(SignedRank.probability(of: differences), vector.pSignedRank), "\(vector.name)")
            #expect(isNear(found.estimate, vector.estimateLog), "\(vector.name)")
            let interval = found.interval ?? 0...0
            #expect(isNear(interval.lowerBound, vector.lowerLog) && isNear(interval.upperBound, vector.upperLog))
            let halfWidth = (interval.upperBound - interval.lowerBound) / 2
            #expect(isNear(halfWidth, vector.halfWidthLog))
            let seen = DetectableChange.change(halfWidth: halfWidth, alpha: vector.alpha)
            #expect(isNear(seen * 100, vector.mde80Pct), "\(vector.name)")
        }
    }

    @Test("what is smaller is better of latencies, and the verdicts change places")
    func smallerIsBetter() {
        for vector in vectors.compare {
            let found = HodgesLehmann(vector.d.map { -$0 }, alpha: vector.alpha)
            let rule = ComparisonRule(margin: vector.margin, largerIsBetter: !vector.largerIsBetter)
            #expect(rule.verdict(found).rawValue == vector.decision, "\(vector.name)")
        }
        let few = HodgesLehmann([-1, -1, -1], alpha: 0.01)
        #expect(ComparisonRule(margin: 0.03, largerIsBetter: true).verdict(few) == .inconclusive)
    }

    @Test("looks spend 1 % together, and a comparison stops at the first that decides")
    func looks() throws {
        #expect(abs(ComparisonLooks.usual.looks.reduce(0) { $0 + $1.alpha } - 0.01) < 1e-12)
        #expect(ComparisonLooks.usual.looks.map(\.rounds) == [12, 20, 40, 80])
        let rule = ComparisonRule(margin: 0.03, largerIsBetter: true)
        for look in vectors.sequential.looks {
            let found = HodgesLehmann(Array(vectors.sequential.d.prefix(look.n)), alpha: look.alpha)
            let interval = try #require(found.interval)
            #expect(isNear(found.estimate, look.estimate))
            #expect(isNear(interval.lowerBound, look.lower) && isNear(interval.upperBound, look.upper))
            #expect(rule.verdict(found).rawValue == look.decision)
        }
    }

    @Test("a start of the servers is a unit: the mean of its rounds")
    func starts() throws {
        let vector = vectors.startUnits
        let units = StartUnits.means(vector.d, roundsPerStart: vector.pairsPerStart)
        for (found, expected) in zip(units, vector.units) { #expect(isNear(found, expected)) }
        #expect(units.count == vector.units.count)
        let found = HodgesLehmann(units, alpha: 0.01)
        let interval = try #require(found.interval)
        #expect(isNear(found.estimate, vector.estimate))
        #expect(isNear(interval.lowerBound, vector.lower) && isNear(interval.upperBound, vector.upper))
    }

    @Test("quantiles of few values are interpolated")
    func quantiles() {
        for vector in vectors.quantileType7 { #expect(isNear(Quantile.type7(vector.x, vector.p), vector.value)) }
    }

    @Test("percentiles of all rounds together, drawn anew")
    func pooled() throws {
        let vector = vectors.pooledQuantileBlockBootstrap
        func counted(_ values: [UInt64]) -> PooledBootstrap.Values {
            Dictionary(grouping: values) { $0 }.map { ($0.key, UInt64($0.value.count)) }.sorted { $0.0 < $1.0 }
        }
        for result in vector.results {
            let interval = try #require(
                PooledBootstrap.interval(
                    baseline: vector.rounds.map { counted($0.a) },
                    candidate: vector.rounds.map { counted($0.b) },
                    percent: result.q * 100,
                    alpha: result.alpha,
                    seed: vector.seed,
                    resamples: vector.B
                )
            )
            #expect(isNear(interval.lowerBound, result.lower) && isNear(interval.upperBound, result.upper), "\(result)")
        }
        #expect(PooledBootstrap.interval(baseline: [[]], candidate: [[]], percent: 50, alpha: 0.01, seed: 1) == nil)
    }

    @Test("how many rounds it takes to find a change")
    func roundsNeeded() {
        // Half the width takes four times the rounds, in logarithms.
        let four = DetectableChange.rounds(20, detecting: 1.0609 - 1, for: 0.03)
        #expect(four == 80)
        #expect(DetectableChange.rounds(20, detecting: 0.01, for: 0.03) < 20)
    }
}
