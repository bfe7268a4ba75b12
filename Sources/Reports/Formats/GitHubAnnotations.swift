package import Statistics

/// What a step of GitHub Actions says of a result: annotations in its output, and its outputs for the steps after it.
package enum GitHubAnnotations {
    /// How many annotations there are at most: GitHub shows ten of a kind and step, and drops the others.
    private static let most = 5

    // MARK: - Runs

    /// The annotations of a run, a line each: errors for what does not hold; none where all is well.
    package static func lines(_ result: RunResult) -> String {
        let conclusion = RunConclusion(result)
        if let failure = conclusion.failure { return lines(failure: failure) }
        let wrong = conclusion.broken + conclusion.unsupported
        // A search has conditions in place of assertions.
        guard !wrong.isEmpty else {
            return conclusion.verdict == .passed ? "" : error(conclusion.verdict.words, conclusion.sentence)
        }
        let shown = wrong.count > most ? wrong.prefix(most - 1) : wrong[...]
        let rest = wrong.count - shown.count
        return shown.map(line).joined() + (rest > 0 ? error("failed", "\(rest) more assertions do not hold") : "")
    }

    /// The annotation where there is no result at all.
    ///
    /// - Parameter failure: why, as a sentence.
    package static func lines(failure: String) -> String { error("not measured", failure) }

    /// The lines for the file `GITHUB_OUTPUT` where there is no result at all.
    package static let outputsOfFailure = "verdict=not-measured\n"

    private static func line(_ assertion: RunResult.AssertionResult) -> String {
        let title = assertion.verdict == .unsupported ? "cannot tell" : "failed"
        return error(title, "\(assertion.text): \(assertion.message)")
    }

    private static func error(_ title: String, _ message: String) -> String {
        WorkflowCommand(level: .error, title: "Load test \(title)", message: message).line
    }

    /// The lines for the file `GITHUB_OUTPUT` of a run: `verdict=passed`, `failed` or `not-measured`.
    package static func outputs(_ result: RunResult) -> String {
        "verdict=\(RunConclusion(result).verdict.rawValue)\n"
    }

    // MARK: - Comparisons

    /// The annotation of a comparison; none where nothing differs, and of a calibration.
    package static func lines(_ result: CompareResult) -> String {
        let fails = result.failingOption != nil || result.comparison.reason == .stopped
        guard let level = fails ? .error : level(result.comparison.verdict) else { return "" }
        let message = result.decidingMetric.map { metric in
            "\(ComparisonText.label(metric.metric)) \(ComparisonText.finding(metric)), "
                + "limit \(ComparisonText.percent(metric.margin))"
        }
        return WorkflowCommand(
            level: level,
            title: "Load test \(result.comparison.verdict.words)",
            message: fails ? result.comparison.message : message ?? result.comparison.message
        ).line
    }

    private static func level(_ verdict: CompareResult.Verdict) -> WorkflowCommand.Level? {
        switch verdict {
        case .same, .calibrated: nil
        case .better: .notice
        case .inconclusive: .warning
        default: .error
        }
    }

    /// The lines for the file `GITHUB_OUTPUT` of a comparison: `verdict=worse`, and `change=-0.049` where there is one.
    ///
    /// The change is that of the figure which decides, else of the first that has a say, as a part of the baseline.
    package static func outputs(_ result: CompareResult) -> String {
        let verdict = result.comparison.verdict.rawValue
        let metric = result.decidingMetric ?? result.comparison.metrics.first(where: \.gated)
        let estimate = result.comparison.verdict.missing == nil ? metric?.estimate : nil
        let change = estimate.map { "change=\($0.text(decimals: 3))\n" }
        return "verdict=\(verdict)\n" + (change ?? "")
    }
}
