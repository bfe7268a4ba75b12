internal import Statistics

extension CompareResult {
    /// The figure that says why the candidate is worse or better; nil where something else does.
    var decidingMetric: Metric? {
        guard let name = build(.candidate)?.name else { return nil }
        // Errors, or a rate that was not kept, go before figures, and only the sentence tells.
        return comparison.metrics.first { metric in
            metric.gated && metric.verdict.map(Verdict.init) == comparison.verdict
                && comparison.message == "\(name) \(ComparisonConclusion.change(metric))"
        }
    }
}

extension CompareResult.Verdict {
    /// What a comparison lacks that comes to no verdict, `comparable`; nil where it has one.
    var missing: String? {
        let denial = "not-"
        return rawValue.hasPrefix(denial) ? String(rawValue.dropFirst(denial.count)) : nil
    }

    /// The verdict in a sentence: `not comparable`.
    var words: String { missing.map { "not \($0)" } ?? rawValue }
}
