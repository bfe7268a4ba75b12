package import Statistics

/// Results as JUnit's XML, which CI systems show as tests.
package enum JUnitReport {
    private static let kind = "loadtest"

    // MARK: - Runs

    /// A run: a test for each assertion, or one for the run where there are none or nothing was measured.
    ///
    /// - Parameter hostname: the machine that it ran on.
    package static func text(_ result: RunResult, hostname: String) -> String {
        let conclusion = RunConclusion(result)
        let target = result.targets.first
        return JUnitSuite(
            name: "run \(target?.name ?? "")",
            seconds: target?.elapsedSeconds ?? 0,
            timestamp: Timestamp(result.startedAt)?.withoutZone,
            hostname: hostname,
            properties: properties(result.config.seed, result.tool),
            cases: run(conclusion, result) + result.assertions.map(test)
        ).xml
    }

    private static func run(_ conclusion: RunConclusion, _ result: RunResult) -> [JUnitSuite.Case] {
        // Too few requests are told by the assertion that wants more.
        let isUntold = conclusion.verdict == .notMeasured && conclusion.unsupported.isEmpty
        guard conclusion.failure != nil || isUntold || result.assertions.isEmpty else { return [] }
        let outcome: JUnitSuite.Outcome =
            switch conclusion.verdict {
            case .passed: .passed
            case .failed: .failed(type: "assertion", message: conclusion.sentence)
            case .notMeasured: .error(type: "run", message: conclusion.sentence)
            }
        return [JUnitSuite.Case(className: "\(kind).run", name: "run", outcome: outcome)]
    }

    private static func test(_ assertion: RunResult.AssertionResult) -> JUnitSuite.Case {
        let outcome: JUnitSuite.Outcome =
            switch assertion.verdict {
            case .holds: .passed
            case .broken: .failed(type: "assertion", message: assertion.message)
            case .unsupported: .error(type: "assertion", message: assertion.message)
            }
        return JUnitSuite.Case(className: "\(kind).assert", name: assertion.text, outcome: outcome)
    }

    /// One test, which could not be made.
    ///
    /// - Parameters:
    ///   - failure: why, as a sentence.
    ///   - command: what was to be done: `smoke` or `compare`.
    ///   - hostname: the machine that it ran on.
    package static func text(failure: String, of command: String, hostname: String) -> String {
        JUnitSuite(
            name: command,
            seconds: 0,
            timestamp: nil,
            hostname: hostname,
            properties: [],
            cases: [
                JUnitSuite.Case(
                    className: "\(kind).\(command)",
                    name: "measured",
                    outcome: .error(type: "run", message: failure)
                )
            ]
        ).xml
    }

    // MARK: - Comparisons

    /// A comparison: a test for each figure that has a say, and one for errors.
    ///
    /// - Parameter hostname: the machine that it ran on.
    package static func text(_ result: CompareResult, hostname: String) -> String {
        let names = [ComparisonRole.baseline, .candidate].map { result.build($0)?.name ?? $0.rawValue }
        return JUnitSuite(
            name: "compare \(names.joined(separator: " vs "))",
            seconds: result.elapsedSeconds,
            timestamp: Timestamp(result.startedAt)?.withoutZone,
            hostname: hostname,
            properties: properties(result.design.seed, result.tool),
            cases: tests(result).map { name, outcome in
                JUnitSuite.Case(className: "\(kind).compare", name: name, outcome: outcome)
            }
        ).xml
    }

    private static func tests(_ result: CompareResult) -> [(String, JUnitSuite.Outcome)] {
        // A calibration compares a build with itself, and judges nothing.
        if result.comparison.verdict == .calibrated { return [("calibration", .passed)] }
        let figures = result.comparison.metrics.filter(\.gated).map { metric in
            (ComparisonText.label(metric.metric), outcome(metric, result.comparison))
        }
        let failing = result.failingOption.map { option in
            (option.rawValue, JUnitSuite.Outcome.failed(type: option.rawValue, message: result.comparison.message))
        }
        return whole(result.comparison) + figures + [("errors", errors(result))] + (failing.map { [$0] } ?? [])
    }

    /// What is said of all together, where neither a figure nor the errors are the reason for it.
    private static func whole(_ found: CompareResult.Findings) -> [(String, JUnitSuite.Outcome)] {
        if let missing = found.verdict.missing { return [(missing, .error(type: "run", message: found.message))] }
        if found.reason == .stopped { return [("measured", .error(type: "run", message: found.message))] }
        let verdicts = found.metrics.filter(\.gated).map(\.verdict)
        switch found.verdict {
        case .worse where !found.errors.isWorse && !verdicts.contains(.worse):
            return [("comparison", .failed(type: "worse", message: found.message))]
        case .inconclusive where !verdicts.contains(.inconclusive):
            return [("comparison", .skipped(message: "inconclusive: \(found.message)"))]
        default: return []
        }
    }

    private static func outcome(
        _ metric: CompareResult.Metric,
        _ found: CompareResult.Findings
    ) -> JUnitSuite.Outcome {
        if found.verdict.missing != nil { return .skipped(message: found.verdict.words) }
        let change = ComparisonText.finding(metric)
        switch ComparisonCells.verdict(of: metric, in: found) {
        case .worse:
            let values = [metric.baseline, metric.candidate].map { ComparisonText.value($0, of: metric) }
            return .failed(
                type: "worse",
                message: "\(change), limit \(ComparisonText.percent(metric.margin))",
                detail: values.joined(separator: " -> ")
            )
        case .inconclusive: return .skipped(message: "inconclusive: \(change)")
        case .better, .same, nil: return .passed
        }
    }

    private static func errors(_ result: CompareResult) -> JUnitSuite.Outcome {
        let found = result.comparison
        if found.verdict.missing != nil { return .skipped(message: found.verdict.words) }
        return ComparisonCells.hasMoreErrors(found)
            ? .failed(type: "worse", message: ComparisonConclusion.errors(result)) : .passed
    }

    private static func properties(_ seed: String, _ tool: RunResult.Tool) -> [(name: String, value: String)] {
        [("seed", seed), ("tool", "\(tool.name) \(tool.version)")]
    }
}
