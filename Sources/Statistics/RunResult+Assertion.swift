extension RunResult {
    /// What became of an assertion.
    package struct AssertionResult: Sendable, Codable, Equatable {
        /// As it was written.
        package var text: String
        /// The name of its figure, as it was written: `p99`.
        package var metric: String
        /// How the figure is compared with the limit: `<`, `<=`, `==`, `!=`, `>=` or `>`.
        package var `operator`: String
        /// What it is compared with, in the unit of `value`.
        package var limit: Double
        /// What was found.
        package var verdict: Verdict
        /// The value of its figure: nanoseconds, a share from 0 to 1, or a plain number; nil where there is none.
        package var value: Double?
        /// The value with its unit, or why there is none.
        package var message: String

        /// Whether an assertion holds.
        package enum Verdict: String, Sendable, Codable {
            case holds
            case broken
            /// The run has too few requests to say.
            case unsupported
        }

        /// What `target` says to `assertion`.
        package init(_ assertion: Assertion, _ target: Target) {
            text = assertion.text
            metric = assertion.figure
            `operator` = assertion.comparison.rawValue
            limit = assertion.bound
            let judgement = assertion.judge(target)
            message = assertion.phrase(judgement)
            switch judgement {
            case .holds(let found): (verdict, value) = (.holds, found)
            case .broken(let found): (verdict, value) = (.broken, found)
            case .missing: (verdict, value) = (.broken, nil)
            case .unsupported: (verdict, value) = (.unsupported, nil)
            }
        }
    }
}

extension [RunResult.AssertionResult] {
    /// Counts as broken only what was broken before too, and tells of both.
    package mutating func confirm(_ earlier: [RunResult.AssertionResult]) {
        for place in indices {
            guard let first = earlier.first(where: { $0.text == self[place].text }) else { continue }
            if self[place].verdict == .broken { self[place].verdict = first.verdict }
            self[place].message = "first \(first.message), then \(self[place].message)"
        }
    }
}
