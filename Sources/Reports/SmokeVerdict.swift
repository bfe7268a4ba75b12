package import Statistics

/// What a smoke test comes to, in one line.
package enum SmokeVerdict {
    /// The line, without its end.
    package static func line(_ result: RunResult) -> String {
        let conclusion = RunConclusion(result)
        // Standard error has the sentence of a failure, which may be long.
        guard conclusion.failure == nil else { return "NOT MEASURED" }
        return switch conclusion.verdict {
        case .passed: "PASSED  \(conclusion.sentence)"
        case .failed: "FAILED  \(conclusion.sentence)"
        case .notMeasured: "NOT MEASURED  \(conclusion.sentence)"
        }
    }
}
