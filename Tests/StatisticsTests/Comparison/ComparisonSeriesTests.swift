import Foundation
import Testing

@testable import Statistics

@Suite struct ComparisonSeriesTests {
    private func slot(
        completed: Int = 100,
        latencies: [UInt64] = [],
        cpu: Double? = nil,
        failed: Int = 0,
        timedOut: Int = 0,
        status: String = "200",
        bytes: Int = 0
    ) -> ComparisonSlot {
        let histogram = Histogram(.nanoseconds)
        for latency in latencies { histogram.record(latency) }
        var outcomes = OutcomeCounts()
        outcomes.add(.ok, count: completed - failed)
        outcomes.add(.statusError, count: failed)
        outcomes.add(.timedOut, count: timedOut)
        let counts = RunResult.Counts(
            outcomes,
            bytesIn: bytes + 100 * completed,
            bodyBytesIn: bytes,
            status: [status: completed - failed, "500": failed].filter { $0.value > 0 },
            errors: RunResult.SocketErrors([])
        )
        return ComparisonSlot(
            completed: Double(completed),
            seconds: 0.5,
            counts: counts,
            latencies: histogram.takeSnapshot(),
            cpuSeconds: cpu
        )
    }

    private func series(
        _ gates: [ComparisonSeries.Gate],
        rounds: Int,
        roundsPerStart: Int? = nil,
        _ make: (Int) -> (baseline: ComparisonSlot, candidate: ComparisonSlot)
    ) -> ComparisonSeries {
        var series = ComparisonSeries(gates: gates, roundsPerStart: roundsPerStart)
        for number in 0..<rounds {
            let slots = make(number)
            series.add(
                ComparisonRound(
                    baseline: slots.baseline,
                    candidate: slots.candidate,
                    order: number % 3 == 0 ? [.candidate, .baseline] : [.baseline, .candidate]
                )
            )
        }
        return series
    }

    @Test("the alpha of a look is shared by what is gated, and only that has a verdict")
    func gates() {
        let gates = [
            ComparisonSeries.Gate(.requestsPerSecond, isGated: true), .init(.cpuPerRequest, isGated: true),
            .init(.percentile(50), isGated: false),
        ]
        let series = series(gates, rounds: 20) { number in
            (
                slot(completed: 1000 + number, latencies: [1000, 2000, 3000], cpu: 0.1),
                slot(completed: 900 + number, latencies: [1000, 2000, 3000], cpu: 0.1)
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
        let steady = series(gates, rounds: 13) { _ in (slot(completed: 1000), slot(completed: 1000)) }
        #expect(steady.look == nil)
        var random = SplitMix64(seed: 3)
        let noisy = series(gates, rounds: 80) { _ in
            (slot(completed: 500 + Int(random.below(1000))), slot(completed: 500 + Int(random.below(1000))))
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
        let pairs = series(gates, rounds: 40) { _ in
            (slot(latencies: latencies), slot(latencies: latencies.map { $0 * 2 }))
        }
        let finding = pairs.findings(alpha: 0.01)[0]
        #expect(finding.roundsPerUnit == 2 && finding.units == 20 && finding.verdict == .worse)
        #expect(abs((finding.change?.estimate ?? 0) - log(2)) < 0.01)
        // 20 rounds make 10 pairs, and it takes 12.
        let few = series(gates, rounds: 20) { _ in (slot(latencies: latencies), slot(latencies: latencies)) }
        let unsupported = few.findings(alpha: 0.01)[0]
        #expect(unsupported.verdict == .inconclusive && unsupported.change == nil && unsupported.baseline != nil)
        let none = series(gates, rounds: 12) { _ in (slot(), slot()) }.findings(alpha: 0.01)[0]
        #expect(none.verdict == .inconclusive && none.change == nil && none.baseline == nil)
    }

    @Test("rounds of a start are one observation")
    func starts() {
        let gates = [ComparisonSeries.Gate(.requestsPerSecond, isGated: true)]
        let series = series(gates, rounds: 21, roundsPerStart: 2) { _ in (slot(completed: 1000), slot(completed: 1100))
        }
        let finding = series.findings(alpha: 0.01)[0]
        #expect(finding.units == 10 && finding.roundsPerUnit == 2 && finding.verdict == .better)
    }

    @Test("a slot without an answer has a low rate, no percentile, and no cost of a request")
    func silentSlots() {
        let gates = [ComparisonMetric.requestsPerSecond, .cpuPerRequest].map {
            ComparisonSeries.Gate($0, isGated: true)
        }
        let series = series(gates, rounds: 40) { number in
            (slot(completed: 1000, cpu: 0.1), number == 9 ? slot(completed: 0) : slot(completed: 1000, cpu: 0.1))
        }
        let (rate, cost) = (series.findings(alpha: 0.01)[0], series.findings(alpha: 0.01)[1])
        #expect(rate.units == 40 && rate.verdict == .same && rate.baseline == 2000 && rate.candidate == 1950)
        #expect(cost.units == 39 && cost.verdict == .same)
        #expect([cost.baseline, cost.candidate].allSatisfy { abs(($0 ?? 0) - 1e-4) < 1e-12 })
        let silent = CompareResult.Slot(slot(completed: 0))
        #expect(silent.p50 == nil && silent.p90 == nil && silent.p99 == nil)
    }

    @Test("CPU time that is not known of all slots is not compared")
    func unknownCPU() {
        let gates = [ComparisonSeries.Gate(.cpuPerRequest, isGated: false)]
        let series = series(gates, rounds: 12) { number in (slot(cpu: 0.1), slot(cpu: number == 5 ? nil : 0.1)) }
        let finding = series.findings(alpha: 0.01)[0]
        #expect(finding.candidate == nil && finding.units == 11)
    }

    @Test("a candidate may not err more, and not at all where its baseline does not")
    func errors() {
        func errors(_ baseline: Int, _ candidate: Int, starts: Int = 10) -> ComparisonErrors {
            series([], rounds: 2 * starts, roundsPerStart: 2) { _ in
                (slot(completed: 10_000, failed: baseline), slot(completed: 10_000, failed: candidate))
            }.errors(alpha: 0.01)
        }
        #expect(!errors(0, 0).isWorse && errors(0, 1).isWorse && errors(0, 1, starts: 1).isWorse)
        #expect(!errors(10, 19).isWorse && errors(10, 21).isWorse && !errors(50, 0).isWorse)
        // All of six are it once in 64 times.
        #expect(!errors(10, 21, starts: 6).isWorse && errors(10, 21, starts: 6).mayBeChance)
        #expect(errors(10, 21, starts: 7).isWorse && !errors(10, 19).mayBeChance)
    }

    @Test("time-outs count where they come in so many starts that no stall of the machine explains them")
    func timeouts() {
        func errors(
            _ starts: Range<Int>,
            _ ofBaseline: Range<Int> = 0..<0,
            alpha: Double = 0.01
        ) -> ComparisonErrors {
            series([], rounds: 40, roundsPerStart: 2) { round in
                (
                    slot(timedOut: ofBaseline.contains(round / 2) ? 16 : 0),
                    slot(timedOut: starts.contains(round / 2) ? 16 : 0)
                )
            }.errors(alpha: alpha)
        }
        #expect(!errors(0..<1).isWorse && errors(0..<1).mayBeChance)
        #expect(!errors(0..<6).isWorse && errors(0..<7).isWorse && !errors(0..<7).mayBeChance)
        #expect(!errors(0..<8, alpha: 0.003).isWorse && errors(0..<9, alpha: 0.003).isWorse)
        #expect(!errors(0..<8, 9..<12).isWorse && errors(0..<14, 15..<18).isWorse)
        #expect(!errors(0..<0).mayBeChance && !errors(0..<3, 0..<3).mayBeChance)
    }

    @Test("the sign test is that of fair coins")
    func signs() {
        for (heads, count, expected) in [
            (0, 0, 1.0), (1, 1, 0.5), (7, 7, 1.0 / 128), (9, 10, 11.0 / 1024), (5, 10, 638.0 / 1024),
        ] {
            #expect(abs(SignTest.probability(heads: heads, of: count) - expected) < 1e-12)
        }
        #expect(abs(SignTest.probability(heads: 500, of: 1000) - 0.51261) < 1e-5)
    }

    @Test("builds that do not do the same work are not comparable")
    func work() {
        func errors(_ candidate: ComparisonSlot, rounds: Int) -> ComparisonErrors {
            ComparisonErrors(series([], rounds: rounds) { _ in (slot(bytes: 10_000), candidate) }.rounds, alpha: 0.001)
        }
        func difference(_ candidate: ComparisonSlot) -> String? { errors(candidate, rounds: 12).difference }
        #expect(difference(slot(bytes: 10_090)) == nil)
        #expect(
            difference(slot(failed: 2, bytes: 10_000))
                == "100 % of the baseline's answers have a status of 2xx, and 98 % of the candidate's"
        )
        #expect(
            difference(slot(bytes: 12_000))
                == "the bodies of the baseline's answers have 100 bytes on average, and the candidate's 120"
        )
        // A difference of ten rounds may be that of the requests that were sent, but for answers none of which succeeds.
        #expect(errors(slot(bytes: 12_000), rounds: 10).difference == nil)
        let other = errors(slot(failed: 100), rounds: 1)
        #expect(other.haveNothingInCommon && !errors(slot(failed: 99), rounds: 1).haveNothingInCommon)
        let few = series([], rounds: 1) { _ in (slot(completed: 9), slot(completed: 9, failed: 9)) }
        #expect(!few.errors(alpha: 0.001).haveNothingInCommon)
        #expect(
            other.difference == "100 % of the baseline's answers have a status of 2xx, and 0 % of the candidate's"
        )
    }

    @Test("of requests that differ each build sends some, and seldom is that another work")
    func mix() {
        var random = SplitMix64(seed: 1)
        // Answers of 100 and 10,000 bytes, one in ten a 404, as many as fit into slots of a machine whose speed varies by 20 %.
        func mixed(larger: Double) -> ComparisonSlot {
            let completed = 20 + Int(random.below(8)) - 4
            var bytes = 0.0
            var missing = 0
            for _ in 0..<completed {
                bytes += random.below(2) == 0 ? 100 : 10_000 * larger
                missing += random.below(10) == 0 ? 1 : 0
            }
            return slot(completed: completed, failed: missing, bytes: Int(bytes))
        }
        func notComparable(larger: Double) -> Int {
            (0..<100).count { _ in
                let rounds = series([], rounds: 80) { _ in (mixed(larger: 1), mixed(larger: larger)) }.rounds
                return ComparisonLooks.usual.looks.contains { look in
                    let errors = ComparisonErrors(Array(rounds.prefix(look.rounds)), roundsPerStart: 2, alpha: look.alpha)
                    return errors.difference != nil || errors.isWorse
                }
            }
        }
        #expect(notComparable(larger: 1) <= 3)
        #expect(notComparable(larger: 2) >= 99)
    }

    @Test("a machine that drifts, and an order that matters, are seen")
    func diagnostics() {
        let steady = series([], rounds: 40) { number in
            (slot(completed: 1000 + number % 7), slot(completed: 1000 + number % 5))
        }
        let usual = ComparisonDiagnostics(steady.rounds, of: .requestsPerSecond, alpha: 0.01, seed: 1)
        #expect(usual.drift < 1.02 && usual.orderProbability > 0.05 && usual.trendProbability > 0.05)
        #expect((usual.selfHalfWidth ?? 1) < 0.01)
        let drifting = series([], rounds: 40) { number in
            (slot(completed: 1000 + 20 * number), slot(completed: 1000 + 25 * number + (number % 3 == 0 ? 300 : 0)))
        }
        let found = ComparisonDiagnostics(drifting.rounds, of: .requestsPerSecond, alpha: 0.01, seed: 1)
        #expect(found.drift > ComparisonDiagnostics.mostDrift)
        #expect(found.orderProbability < ComparisonDiagnostics.leastOrderProbability)
        #expect(found.trendProbability < 0.05)
    }
}
