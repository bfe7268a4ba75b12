internal import Statistics

/// The cells that the table of a comparison has in every report: figure, baseline, candidate, change, interval, limit.
enum ComparisonCells {
    /// Those of a figure.
    static func row(_ metric: CompareResult.Metric) -> [String] {
        [
            ComparisonText.label(metric.metric), ComparisonText.value(metric.baseline, of: metric),
            ComparisonText.value(metric.candidate, of: metric), ComparisonText.change(metric),
            ComparisonText.interval(metric), metric.gated ? ComparisonText.percent(metric.margin) : "",
        ]
    }

    /// Those of the requests that failed.
    static func errors(_ result: CompareResult) -> [String] {
        let counts = [ComparisonRole.baseline, .candidate].map { role in
            ComparisonText.grouped(result.build(role)?.counts.failed ?? 0)
        }
        return ["errors"] + counts + ["", "", ""]
    }

    /// What a row says of its figure; nil where the figure has no say.
    ///
    /// What makes the whole uncertain, such as a baseline that differs from itself, does so for each figure.
    static func verdict(of metric: CompareResult.Metric, in found: CompareResult.Findings) -> ComparisonVerdict? {
        let isUncertain = found.verdict == .inconclusive && [.control, .rate].contains(found.reason)
        return isUncertain ? metric.verdict.map { _ in .inconclusive } : metric.verdict
    }

    /// Whether rows say something of their figures: not of builds that cannot be compared, nor in a calibration.
    static func areJudged(_ found: CompareResult.Findings) -> Bool {
        found.verdict.missing == nil && found.verdict != .calibrated
    }

    /// Whether the row of errors says that the candidate has more than it may.
    static func hasMoreErrors(_ found: CompareResult.Findings) -> Bool {
        found.errors.isWorse && areJudged(found) && found.reason != .stopped
    }
}
