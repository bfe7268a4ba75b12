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

    /// Whether the row of errors says that the candidate has more than it may; a calibration judges nothing, nor does one that was
    /// stopped.
    static func hasMoreErrors(_ result: CompareResult) -> Bool {
        result.comparison.errors.isWorse && ![.calibration, .stopped].contains(result.comparison.reason)
    }
}
