internal import Statistics

extension CompareResult {
    /// The figure that says why the candidate is worse or better; nil where something else does.
    var decidingMetric: Metric? {
        guard comparison.reason == .figure, [.worse, .better].contains(comparison.verdict) else { return nil }
        return comparison.metrics.first { $0.metric == comparison.metric }
    }
}

extension CompareResult {
    /// An option that makes a comparison fail which the candidate would pass.
    enum FailingOption: String, CustomStringConvertible {
        case strict = "--strict"
        case requireSame = "--require-same"

        var description: String { rawValue }
    }

    /// The option by which it fails; nil where the verdict says all.
    var failingOption: FailingOption? {
        switch ExitCode(ofResult: exitCode) {
        case .clientLimited, .inconclusive: .strict
        case .broken where comparison.verdict != .worse: .requireSame
        default: nil
        }
    }
}

extension CompareResult.Verdict {
    /// What a comparison lacks that comes to no verdict, `comparable`; nil where it has one.
    var missing: String? {
        switch self {
        case .notComparable: "comparable"
        case .notMeasured: "measured"
        default: nil
        }
    }

    /// The verdict in a sentence: `not comparable`.
    var words: String { missing.map { "not \($0)" } ?? rawValue }
}
