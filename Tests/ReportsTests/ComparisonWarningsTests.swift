import Statistics
import Testing

@testable import Reports

@Suite struct ComparisonWarningsTests {
    private func codes(
        _ found: CompareResult.Findings,
        hasSingleStart: Bool = false,
        overloaded: [String] = [],
        unsent: [(name: String, unsent: Int, due: Int)] = [],
        killed: [String] = [],
        uncleanEnds: [(name: String, ending: String)] = [],
        share: Double = 0.5
    ) -> [String] {
        ComparisonWarnings(
            hasSingleStart: hasSingleStart,
            overloaded: overloaded,
            unsent: unsent,
            killed: killed,
            uncleanEnds: uncleanEnds,
            processorShare: share
        ).list(found).map(\.code)
    }

    @Test("a quiet comparison of several starts has none")
    func none() {
        #expect(codes(sampleComparison().comparison).isEmpty)
    }

    @Test(
        "what pairing leaves of a drift is told as what it is",
        arguments: [(0.03, 0.0, "it"), (0.031, 0, "a part of it"), (0.03, 0.07, "a part of it")]
    )
    func drift(selfHalfWidth: Double, lower: Double, removed: String) {
        var found = sampleComparison().comparison
        let place = found.metrics.firstIndex { $0.metric == found.noise?.metric } ?? 0
        (found.metrics[place].lower, found.metrics[place].upper) = (-0.03 - lower, 0.03)
        found.noise?.machineDrift = 0.21
        found.noise?.selfHalfWidth = selfHalfWidth
        let warnings = ComparisonWarnings(
            hasSingleStart: false,
            overloaded: [],
            killed: [],
            processorShare: 0.5
        )
        let messages = warnings.list(found).map(\.message)
        #expect(messages.contains { $0.contains("; pairing removed \(removed) (self check") }, "\(messages)")
    }

    @Test("each cause has its own")
    func each() {
        var found = sampleComparison().comparison
        found.noise?.machineDrift = 0.21
        #expect(codes(found) == ["machine-drift"])
        found.noise?.orderEffectP = 0.009
        found.noise?.trendP = 0.0009
        #expect(codes(found, share: 0.86) == ["machine-drift", "order-effect", "trend", "generator-saturated"])
        found.noise = nil
        #expect(codes(found, hasSingleStart: true) == ["single-start"])
        #expect(codes(found, overloaded: ["a", "b"]) == ["open-loop-missed-rate"])
        #expect(codes(found, unsent: [("a", 3, 1000)]) == ["unsent"])
        #expect(codes(found, uncleanEnds: [("a", "ended with code 3")]) == ["unclean-end"])
        #expect(codes(found, killed: ["a", "b"]) == ["ignored-sigterm", "ignored-sigterm"])
        var control = found.metrics[0]
        (control.lower, control.upper) = (0.001, 0.01)
        found.control = [control]
        #expect(codes(found) == ["control-moved"])
        found.control[0].lower = -0.001
        #expect(codes(found).isEmpty)
    }

    @Test("a percentile that decides and has too few requests is told")
    func samples() {
        let gates: [ComparisonSeries.Gate] = [.init(.percentile(99.9), isGated: true)]
        #expect(codes(sampleComparison(gates: gates).comparison) == ["few-samples"])
        #expect(codes(sampleComparison(gates: [.init(.percentile(99), isGated: true)]).comparison).isEmpty)
    }
}
