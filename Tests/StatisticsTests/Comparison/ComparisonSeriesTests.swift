import Foundation
import Testing

@testable import Statistics

@Suite struct ComparisonSeriesTests {
    @Test("the alpha of a look is shared by what is gated, and only that has a verdict")
    func gates() {
        let gates = [
            ComparisonSeries.Gate(.requestsPerSecond, isGated: true), .init(.cpuPerRequest, isGated: true),
            .init(.percentile(50), isGated: false),
        ]
        let series = sampleSeries(gates, rounds: 20) { number in
            (
                sampleSlot(completed: 1000 + number, latencies: [1000, 2000, 3000], cpu: 0.1),
                sampleSlot(completed: 900 + number, latencies: [1000, 2000, 3000], cpu: 0.1)
            )
        }
        let findings = series.findings(alpha: 0.01)
        #expect(findings.map(\.alpha) == [0.005, 0.005, 0.005])
        // CPU time is the same, of fewer requests.
        #expect(findings.map(\.verdict) == [.worse, .worse, nil])
        #expect(abs((findings[0].baseline ?? 0) - 2019) < 1 && abs((findings[0].candidate ?? 0) - 1819) < 1)
        // All of one sign; the few requests of a round support no percentile.
        #expect(findings.map(\.probability) == [0x1p-19, 0x1p-19, nil])
        #expect(CompareResult.Metric(findings[0]).pValue == 0x1p-19)
        #expect(CompareResult.Metric(findings[0], isAtLook: false).pValue == nil)
        #expect(series.look == 1 && !series.isLast)
    }

    @Test("between looks nothing is judged, and after the last it is over")
    func looks() {
        let gates = [ComparisonSeries.Gate(.requestsPerSecond, isGated: true)]
        let steady = sampleSeries(gates, rounds: 13) { _ in (sampleSlot(completed: 1000), sampleSlot(completed: 1000)) }
        #expect(steady.look == nil)
        var random = SplitMix64(seed: 3)
        let noisy = sampleSeries(gates, rounds: 80) { _ in
            (sampleSlot(completed: 500 + Int(random.below(1000))), sampleSlot(completed: 500 + Int(random.below(1000))))
        }
        let findings = noisy.findings(alpha: 0.004)
        #expect(findings[0].verdict == .inconclusive && noisy.isLast)
        #expect((findings[0].detectable ?? 0) > 0.05)
    }

    @Test("rounds are put together until a percentile has enough requests, and are not judged where they are too few")
    func percentiles() {
        let gates = [ComparisonSeries.Gate(.percentile(99), isGated: true)]
        // 1000 requests are 10 beyond the 99th percentile, where it takes 20.
        let latencies = (1...1000).map { UInt64($0) * 1000 }
        let pairs = sampleSeries(gates, rounds: 40) { _ in
            (sampleSlot(latencies: latencies), sampleSlot(latencies: latencies.map { $0 * 2 }))
        }
        let finding = pairs.findings(alpha: 0.01)[0]
        #expect(finding.roundsPerUnit == 2 && finding.units == 20 && finding.verdict == .worse)
        #expect(abs((finding.change?.estimate ?? 0) - log(2)) < 0.01)
        // 20 rounds make 10 pairs, and it takes 12.
        let few = sampleSeries(gates, rounds: 20) { _ in
            (sampleSlot(latencies: latencies), sampleSlot(latencies: latencies))
        }
        let unsupported = few.findings(alpha: 0.01)[0]
        #expect(unsupported.verdict == .inconclusive && unsupported.change == nil && unsupported.baseline != nil)
        let none = sampleSeries(gates, rounds: 12) { _ in (sampleSlot(), sampleSlot()) }.findings(alpha: 0.01)[0]
        #expect(none.verdict == .inconclusive && none.change == nil && none.baseline == nil)
    }

    @Test("rounds of a start are one observation")
    func starts() {
        let gates = [ComparisonSeries.Gate(.requestsPerSecond, isGated: true)]
        let series = sampleSeries(gates, rounds: 21, roundsPerStart: 2) { _ in
            (sampleSlot(completed: 1000), sampleSlot(completed: 1100))
        }
        let finding = series.findings(alpha: 0.01)[0]
        #expect(finding.units == 10 && finding.roundsPerUnit == 2 && finding.verdict == .better)
    }

    @Test("a slot without an answer has a low rate, no percentile, and no cost of a request")
    func silentSlots() {
        let gates = [ComparisonMetric.requestsPerSecond, .cpuPerRequest].map {
            ComparisonSeries.Gate($0, isGated: true)
        }
        let series = sampleSeries(gates, rounds: 40) { number in
            (
                sampleSlot(completed: 1000, cpu: 0.1),
                number == 9 ? sampleSlot(completed: 0) : sampleSlot(completed: 1000, cpu: 0.1)
            )
        }
        let (rate, cost) = (series.findings(alpha: 0.01)[0], series.findings(alpha: 0.01)[1])
        #expect(rate.units == 40 && rate.verdict == .same && rate.baseline == 2000 && rate.candidate == 1950)
        #expect(cost.units == 39 && cost.verdict == .same)
        #expect([cost.baseline, cost.candidate].allSatisfy { abs(($0 ?? 0) - 1e-4) < 1e-12 })
        let silent = CompareResult.Slot(sampleSlot(completed: 0))
        #expect(silent.p50 == nil && silent.p90 == nil && silent.p99 == nil)
    }

    @Test("CPU time that is not known of all slots is not compared")
    func unknownCPU() {
        let gates = [ComparisonSeries.Gate(.cpuPerRequest, isGated: false)]
        let series = sampleSeries(gates, rounds: 12) { number in
            (sampleSlot(cpu: 0.1), sampleSlot(cpu: number == 5 ? nil : 0.1))
        }
        let finding = series.findings(alpha: 0.01)[0]
        #expect(finding.candidate == nil && finding.units == 11)
    }

    @Test("a machine that drifts, and an order that matters, are seen")
    func diagnostics() {
        let steady = sampleSeries([], rounds: 40) { number in
            (sampleSlot(completed: 1000 + number % 7), sampleSlot(completed: 1000 + number % 5))
        }
        let usual = ComparisonDiagnostics(steady.rounds, of: .requestsPerSecond, alpha: 0.01, seed: 1)
        #expect(usual.drift < 1.02 && usual.orderProbability > 0.05 && usual.trendProbability > 0.05)
        #expect((usual.selfHalfWidth ?? 1) < 0.01)
        let drifting = sampleSeries([], rounds: 40) { number in
            (
                sampleSlot(completed: 1000 + 20 * number),
                sampleSlot(completed: 1000 + 25 * number + (number % 3 == 0 ? 300 : 0))
            )
        }
        let found = ComparisonDiagnostics(drifting.rounds, of: .requestsPerSecond, alpha: 0.01, seed: 1)
        #expect(found.drift > ComparisonDiagnostics.mostDrift)
        #expect(found.orderProbability < ComparisonDiagnostics.leastOrderProbability)
        #expect(found.trendProbability < 0.05)
    }
}
