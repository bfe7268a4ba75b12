import Foundation
import Testing

@testable import Statistics

@Suite struct ComparisonJudgementTests {
    /// What is found of a figure that changed by these factors in 40 rounds.
    private func finding(
        _ change: Double,
        _ metric: ComparisonMetric = .requestsPerSecond,
        noise: Double = 0.001
    ) -> ComparisonSeries.Finding {
        var random = SplitMix64(seed: 1)
        var series = ComparisonSeries(gates: [.init(metric, isGated: true)])
        for _ in 0..<40 {
            let slots = [1, change].map { factor in
                let size = 10_000 * factor * (1 + noise * (Double(random.below(2001)) / 1000 - 1))
                return slot(completed: Int(size), cpu: 1)
            }
            series.add(ComparisonRound(baseline: slots[0], candidate: slots[1], order: [.baseline, .candidate]))
        }
        return series.findings(alpha: 0.003)[0]
    }

    private func slot(
        completed: Int,
        cpu: Double? = nil,
        failed: Int = 0,
        due: Int? = nil
    ) -> ComparisonSlot {
        let latencies = Histogram(.nanoseconds)
        for _ in 0..<100 { latencies.record(1_000_000) }
        var outcomes = OutcomeCounts()
        outcomes.add(.ok, count: completed - failed)
        outcomes.add(.protocolError, count: failed)
        outcomes.add(.unsent, count: max(0, (due ?? completed) - completed))
        return ComparisonSlot(
            completed: Double(completed),
            seconds: 0.5,
            counts: RunResult.Counts(
                outcomes,
                bytesIn: 0,
                bodyBytesIn: 0,
                status: ["200": completed - failed],
                errors: RunResult.SocketErrors([])
            ),
            latencies: latencies.takeSnapshot(),
            cpuSeconds: cpu
        )
    }

    private func errors(candidate failed: Int = 0) -> ComparisonErrors {
        let round = ComparisonRound(
            baseline: slot(completed: 1000),
            candidate: slot(completed: 1000, failed: failed),
            order: [.baseline, .candidate]
        )
        return ComparisonErrors([round], alpha: 0.01)
    }

    @Test("any figure that is worse makes the candidate worse, and then any that is not certain makes it inconclusive")
    func figures() {
        let (worse, better) = (finding(0.9), finding(1.1))
        let (same, open) = (finding(1), finding(1, noise: 0.4))
        #expect([worse, better, same, open].map(\.verdict) == [.worse, .better, .same, .inconclusive])
        let cases: [([ComparisonSeries.Finding], CompareResult.Verdict, ComparisonJudgement.Reason)] = [
            ([better, open, worse], .worse, .figure(worse)), ([better, same, open], .inconclusive, .figure(open)),
            ([same, better], .better, .figure(better)), ([same, same], .same, .same),
        ]
        for (findings, verdict, reason) in cases {
            let judgement = ComparisonJudgement(findings, errors: errors())
            #expect(judgement.verdict == verdict && judgement.reason == reason)
        }
    }

    @Test("errors, a rate that is not kept and a control that moves outweigh the figures")
    func others() {
        let better = finding(1.1)
        let erring = ComparisonJudgement([better], errors: errors(candidate: 1))
        #expect(erring.verdict == .worse && erring.reason == .errors)
        let slow = ComparisonJudgement([better], errors: errors(), overloaded: [.candidate])
        #expect(slow.verdict == .worse && slow.reason == .candidateIsOverloaded)
        let both = ComparisonJudgement([better], errors: errors(), overloaded: [.candidate, .baseline])
        #expect(both.verdict == .inconclusive && both.reason == .bothAreOverloaded)
        let onlyBaseline = ComparisonJudgement([better], errors: errors(), overloaded: [.baseline])
        #expect(onlyBaseline.verdict == .better)
        let moved = ComparisonJudgement([better], control: [finding(0.98)], errors: errors())
        #expect(moved.verdict == .inconclusive && moved.reason == .control(finding(0.98)))
        let still = ComparisonJudgement([better], control: [finding(1)], errors: errors())
        #expect(still.verdict == .better)
    }

    @Test("a server that has to be killed is worse, whatever the figures say, but for what is worse already")
    func shutdown() {
        for findings in [[finding(1.1)], [finding(1)], [finding(1, noise: 0.4)]] {
            let judgement = ComparisonJudgement(findings, errors: errors()).whereShutdownIsWorse
            #expect(judgement.verdict == .worse && judgement.reason == .shutdown)
        }
        let worse = ComparisonJudgement([finding(0.9)], errors: errors())
        #expect(worse.whereShutdownIsWorse == worse)
        let failed = ComparisonJudgement.failed("it ended")
        #expect(
            failed.whereShutdownIsWorse == failed && ComparisonJudgement.calibrated.whereShutdownIsWorse == .calibrated
        )
    }

    @Test("builds that do other work are not compared, whatever the figures say")
    func difference() {
        var other = slot(completed: 1000)
        other.counts.status = ["404": 1000]
        other.counts.ok = 0
        let round = ComparisonRound(
            baseline: slot(completed: 1000),
            candidate: other,
            order: [.baseline, .candidate]
        )
        let judgement = ComparisonJudgement([finding(0.9)], errors: ComparisonErrors([round], alpha: 0.01))
        #expect(judgement.verdict == .notComparable)
    }

    /// Slots of a build that answers what is due 2,000 times a second when `finish` says, from when it was due, in seconds.
    private func slots(_ count: Int = 20, finish: (_ due: Double) -> Double) -> [ComparisonSlot] {
        (0..<count).map { _ in
            let latencies = Histogram(.nanoseconds)
            var (completed, outcomes) = (0.0, OutcomeCounts())
            for number in -200..<1000 {
                let due = Double(number) / 2000
                let end = finish(due)
                completed += max(0, min(end, 0.5) - max(due, 0)) / (end - due)
                guard number >= 0 else { continue }
                latencies.record(UInt64((end - due) * 1e9))
                outcomes.add(.ok, count: 1)
            }
            return ComparisonSlot(
                completed: completed,
                seconds: 0.5,
                counts: RunResult.Counts(outcomes),
                latencies: latencies.takeSnapshot()
            )
        }
    }

    @Test("a server whose queue grows does not keep the rate", arguments: [0.4, 0.5, 0.8, 0.9, 0.97, 1.02, 1.5])
    func queue(capacity: Double) {
        var free = 0.0
        let slots = slots { due in
            if due <= -0.1 { free = due }
            free = max(free, due) + 1 / (2000 * capacity)
            return free + 0.002
        }
        #expect(ComparisonOverload.isOverloaded(slots, settled: 0.1, alpha: 0.01) == (capacity < 1))
    }

    @Test("a server that takes its time keeps the rate", arguments: [0.01, 0.1, 0.2, 1, 3])
    func patience(mean: Double) {
        var random = SplitMix64(seed: 7)
        let constant = slots { $0 + mean }
        let varying = slots { $0 - mean * log(1 - Double(random.below(1 << 32)) * 0x1p-32) + 1e-6 }
        #expect(!ComparisonOverload.isOverloaded(constant, settled: 0.1, alpha: 0.01))
        #expect(!ComparisonOverload.isOverloaded(varying, settled: 0.1, alpha: 0.01))
    }

    @Test("what is due and not sent is a rate that is not kept")
    func unsent() {
        let kept = (0..<12).map { _ in slot(completed: 995, due: 1000) }
        let missed = (0..<12).map { _ in slot(completed: 985, due: 1000) }
        #expect(!ComparisonOverload.isOverloaded(kept, settled: 0.1, alpha: 0.01))
        #expect(ComparisonOverload.isOverloaded(missed, settled: 0.1, alpha: 0.01))
        #expect(!ComparisonOverload.isOverloaded([slot(completed: 0)], settled: 0.1, alpha: 0.01))
    }

    @Test("what was due last and not sent has waited until the end of the slot")
    func unsentLatencies() {
        let latencies = Histogram(.nanoseconds)
        for _ in 0..<900 { latencies.record(1_000_000) }
        latencies.recordUnsent(100, of: 1000, seconds: 0.5)
        #expect(latencies.count == 1000 && abs(Double(latencies.max) - 49.75e6) < 1e5)
        #expect(latencies.percentile(90) < 1_001_000 && abs(Double(latencies.percentile(95)) - 25e6) < 5e5)
        let whole = Histogram(.nanoseconds)
        whole.recordUnsent(0, of: 0, seconds: 0.5)
        #expect(whole.count == 0)
        whole.recordUnsent(1500, of: 1500, seconds: 0.5)
        #expect(abs(Double(whole.percentile(99)) - 495e6) < 2e6)
    }

    @Test("a candidate is shown not to be worse where its interval ends before the margin")
    func notWorse() {
        for (change, isShown) in [(1.0, true), (1.1, true), (0.98, true), (0.96, false), (0.9, false)] {
            let metric = CompareResult.Metric(finding(change))
            let cost = CompareResult.Metric(finding(change, .cpuPerRequest))
            #expect(metric.isShownNotWorse == isShown && cost.isShownNotWorse == isShown, "\(change)")
        }
        #expect(!CompareResult.Metric(finding(1), isAtLook: false).isShownNotWorse)
    }

    @Test("the verdict decides how squall ends, and options what is a failure beside it")
    func exitCodes() {
        func findings(_ change: Double, noise: Double = 0.001, failed: Int = 0) -> CompareResult.Findings {
            let found = finding(change, noise: noise)
            return CompareResult.Findings(
                judgement: ComparisonJudgement([found], errors: errors(candidate: failed)),
                message: "",
                rounds: 40,
                mostRounds: 40,
                look: 1,
                unit: "round",
                metrics: [CompareResult.Metric(found)],
                control: [],
                errors: CompareResult.ErrorShares(errors(candidate: failed)),
                noise: nil,
                calibration: []
            )
        }
        func codes(_ found: CompareResult.Findings) -> [Int32] {
            [(false, false, true), (false, true, false), (false, true, true), (true, false, false)].map {
                found.exitCode(requiresSame: $0, isStrict: $1, isSaturated: $2).rawValue
            }
        }
        // Of a usual comparison whose load generator was busy; of a strict one, and with such a generator; of one that must be the same.
        #expect(codes(findings(0.9)) == [99, 99, 99, 99])
        #expect(codes(findings(1.1)) == [0, 0, 97, 0])
        #expect(codes(findings(1)) == [0, 0, 97, 0])
        #expect(codes(findings(1, noise: 0.4)) == [0, 98, 98, 99])
        #expect(codes(findings(1.1, failed: 1)) == [99, 99, 99, 99])
    }

    @Test("the errors of slots are added up by what they say, the first time being that of the comparison")
    func errorRows() {
        let row = RunResult.ErrorRow(kind: .timeout, errno: nil, message: "late", count: 2, firstSeconds: 0.25)
        var build = CompareResult.Build(name: "b", url: "u", command: nil, role: .candidate)
        var slots = [slot(completed: 100, failed: 2), slot(completed: 300, failed: 2), slot(completed: 200)]
        for place in slots.indices { slots[place].start = Double(place) * 1.2 }
        build.take(slots, errors: [[], [row], [row]])
        #expect(build.errors.count == 1 && build.errors[0].count == 4 && build.errors[0].firstSeconds == 1.45)
        #expect(build.counts.completed == 596 && build.counts.protocolErrors == 4 && build.counts.addsUp)
        #expect(build.elapsedSeconds == 1.5 && build.requestsPerSecond == 400 && build.latency.count == 300)
        #expect(build.cpuSecondsPerRequest == nil)
    }
}

extension RunResult.Counts {
    fileprivate var addsUp: Bool { sent == completed + timedOut + reset + inFlight }
}
