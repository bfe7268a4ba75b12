internal import Statistics

/// What became of assertions.
enum HTMLAssertions {
    /// `p99<20ms (p99 824 ms)`, of the first few.
    static func found(_ some: [RunResult.AssertionResult]) -> String {
        (some.prefix(3).map { "\($0.text) (\($0.message))" } + (some.count > 3 ? ["…"] : [])).joined(separator: ", ")
    }

    /// Each with what was found; nothing without any.
    static func table(_ all: [RunResult.AssertionResult]) -> HTMLText {
        HTMLTable(
            label: "Assertions",
            columns: [.words("Assertion"), .words("Verdict"), .sentences("Found")],
            rows: all.map { assertion in
                let tag = HTMLBlock.tag(AssertionTable.word(assertion.verdict), tone(assertion.verdict))
                return ["\(assertion.text)", tag, "\(assertion.message)"]
            }
        ).html
    }

    private static func tone(_ verdict: RunResult.AssertionResult.Verdict) -> HTMLBlock.Tone {
        switch verdict {
        case .holds: .good
        case .broken: .bad
        case .unsupported: .open
        }
    }
}
