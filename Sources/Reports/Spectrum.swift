internal import Statistics

/// Latency distributions as wrk2 prints them with `--latency` and `--u_latency`.
enum Spectrum {
    private static let percents = ["50", "75", "90", "99", "99.9", "99.99", "99.999", "100"]

    /// That of response latencies, and that of service latencies where it is asked for.
    static func lines(_ target: RunResult.Target, _ distribution: WrkReport.Distribution) -> [String] {
        let recorded = lines("  Latency Distribution (HdrHistogram - Recorded Latency)", target.response)
        guard distribution == .responseAndService else { return recorded }
        let title =
            "  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))"
        return recorded + [""] + lines(title, target.service)
    }

    private static func lines(_ title: String, _ latency: LatencySummary) -> [String] {
        // What the program itself has encoded can be decoded.
        guard let histogram = try? latency.histogram.makeHistogram() else { return [] }
        let rows = percents.map { percent in
            let value = Units.Real(histogram.percentile(Double(percent) ?? 0))
            let share = Units.padded(Units.fixed(Units.Real(Double(percent) ?? 0), decimals: 3), to: 7)
            return "\(share)%" + Units.column(Units.time(nanoseconds: value), width: 10)
        }
        let spectrum = histogram.percentileSpectrum(scale: 1_000_000)
        return [title] + rows + ["", "  Detailed Percentile spectrum:"]
            + spectrum.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { String($0) }
            + [String(repeating: "-", count: 58)]
    }
}
