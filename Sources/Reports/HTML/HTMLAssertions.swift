internal import Statistics

/// What became of assertions.
enum HTMLAssertions {
    /// What they come to; nothing without any.
    static func banner(_ all: [RunResult.AssertionResult]) -> HTMLText {
        guard !all.isEmpty else { return .none }
        let broken = all.filter { $0.verdict == .broken }
        let unsupported = all.filter { $0.verdict == .unsupported }
        guard let worst = broken.first ?? unsupported.first else {
            return HTMLBlock.banner(
                AssertionTable.word(.holds).uppercased(),
                .good,
                all.count == 1 ? all[0].text : "all \(all.count) assertions"
            )
        }
        let worse = broken.isEmpty ? unsupported : broken
        let rest = broken.isEmpty || unsupported.isEmpty ? "" : "; unsupported: \(found(unsupported))"
        return HTMLBlock.banner(
            AssertionTable.word(worst.verdict),
            tone(worst.verdict),
            "\(worse.count) of \(all.count) assertions: \(found(worse))\(rest)"
        )
    }

    /// `p99<20ms (p99 824 ms)`, of the first few.
    private static func found(_ some: [RunResult.AssertionResult]) -> String {
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
