package import Statistics

/// HdrHistogram's percentile text (`.hgrm`), in milliseconds: what its plotters draw.
///
/// It is the text that the C library prints, which is that of `outputPercentileDistribution` in Java but for the widths
/// of its columns and the `inf` at its end.
package enum HGRMReport {
    private static let nanosecondsPerMillisecond = 1_000_000.0

    /// The latency of a run that is shown first.
    ///
    /// - Throws: what is wrong with its histogram, which only one that was read from a file can have.
    package static func text(_ result: RunResult) throws(HistogramError) -> String {
        guard let target = result.targets.first else { return "" }
        return try text(target.latency)
    }

    /// The latencies of the builds of a comparison: a text each, in their order.
    ///
    /// - Throws: what is wrong with a histogram, which only one that was read from a file can have.
    package static func texts(
        _ result: CompareResult
    ) throws(HistogramError) -> [(role: ComparisonRole, text: String)] {
        var texts: [(role: ComparisonRole, text: String)] = []
        for build in result.targets { texts.append((build.role, try text(build.latency))) }
        return texts
    }

    private static func text(_ latency: LatencySummary) throws(HistogramError) -> String {
        try latency.histogram.makeHistogram().percentileSpectrum(scale: nanosecondsPerMillisecond)
    }
}
