package import Statistics

/// What a smoke test comes to, in one line.
package enum SmokeVerdict {
    /// The line, without its end.
    package static func line(_ result: RunResult) -> String {
        let conclusion = RunConclusion(result)
        let word = conclusion.verdict.words.uppercased()
        // Standard error has the sentence of a failure, which may be long.
        return conclusion.failure == nil ? "\(word)  \(conclusion.sentence)" : word
    }
}
