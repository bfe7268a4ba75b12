internal import Statistics

/// What became of assertions; wrk has no such table.
enum AssertionTable {
    /// The table, a blank line before it; nothing where there are none.
    static func lines(_ results: [RunResult.AssertionResult]) -> [String] {
        guard !results.isEmpty else { return [] }
        let width = results.map(\.text.count).max() ?? 0
        return ["", "  Assertions"]
            + results.map { "    \($0.text.padding(to: width))  \(word($0.verdict).padding(to: 11))  \($0.message)" }
    }

    /// Words carry the verdict, for those who see no colours.
    static func word(_ verdict: RunResult.AssertionResult.Verdict) -> String {
        switch verdict {
        case .holds: "holds"
        case .broken: "BROKEN"
        case .unsupported: "UNSUPPORTED"
        }
    }
}
