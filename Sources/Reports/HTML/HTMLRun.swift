internal import Statistics

/// What is told of a run.
struct HTMLRun {
    /// What stands above it, such as the name of its file.
    let title: String
    /// What it measured.
    let result: RunResult
    /// Whether its percentiles are drawn here, and not with those of other runs.
    let hasOwnCurves: Bool

    /// The percentiles that are shown where there is room for a few.
    static let shownPercentiles = ["p50", "p90", "p99", "p99.9"]

    /// All of it.
    var html: HTMLText {
        """
        <h2>\(title)</h2>
        \(subtitle)\(verdict)\(result.targets.map(figures))\
        \(HTMLBlock.warnings(result.warnings.filter { !Verdict.isFailure($0) }.map(\.message)))\
        \(HTMLSearch.section(result.search))\
        \(result.targets.map(measured))\
        \(HTMLBlock.section("Assertions", HTMLAssertions.table(result.assertions)))\
        \(HTMLBlock.section("How this was measured", HTMLFacts.of(result)))
        """
    }

    /// What was asked for.
    private var subtitle: HTMLText {
        let urls = result.targets.map(\.url).joined(separator: ", ")
        let started = HTMLFacts.moment(result.startedAt)
        return "<p class=\"sub\">\(urls)</p>\n<p class=\"sub\">\(HTMLFacts.load(result.config)), \(started)</p>\n"
    }

    /// What it comes to; nothing where nothing was asserted and all is well.
    private var verdict: HTMLText {
        let conclusion = RunConclusion(result)
        let isGood = conclusion.verdict == .passed
        guard !isGood || !result.assertions.isEmpty else { return .none }
        let open = HTMLAssertions.found(conclusion.broken + conclusion.unsupported)
        return HTMLBlock.banner(
            conclusion.verdict.words.uppercased(),
            isGood ? .good : .bad,
            conclusion.failure == nil && !open.isEmpty ? "\(conclusion.sentence): \(open)" : conclusion.sentence
        )
    }

    // MARK: - Figures

    private func figures(_ target: RunResult.Target) -> HTMLText {
        let counts = target.counts
        let level = HTMLRun.level(target)
        let interval = HTMLRun.range(target.confidence?.requestsPerSecond, ComparisonText.rate).map { $0 + level }
        return HTMLBlock.figures([
            HTMLBlock.Figure(
                name: "Requests/s",
                value: ComparisonText.rate(target.requestsPerSecond),
                remark: [interval, due(target)].compactMap(\.self).joined(separator: "; ")
            ),
            percentile("p50", target), percentile("p99", target),
            HTMLBlock.Figure(name: "Errors", value: ComparisonText.grouped(counts.failed), remark: share(counts)),
        ])
    }

    /// What the failed ones are a part of.
    private func share(_ counts: RunResult.Counts) -> String {
        guard counts.ended > 0 else { return "no request ended" }
        let share = Double(counts.failed) / Double(counts.ended)
        let part = counts.failed > 0 ? "\(ComparisonText.share(share)) " : ""
        return "\(part)of \(ComparisonText.grouped(counts.ended)) \(counts.ended == 1 ? "request" : "requests")"
    }

    /// How many were due, in an open loop.
    private func due(_ target: RunResult.Target) -> String? {
        guard result.config.loop == "open", target.elapsedSeconds > 0 else { return nil }
        return "\(ComparisonText.rate(Double(target.counts.due) / target.elapsedSeconds)) were due"
    }

    private func percentile(_ name: String, _ target: RunResult.Target) -> HTMLBlock.Figure {
        HTMLBlock.Figure(
            name: "Latency, \(name)",
            value: HTMLRun.time(target.latency.percentiles[name], of: target.latency),
            remark: HTMLRun.certainty(name, target, level: HTMLRun.level(target))
        )
    }

    /// How sure a percentile is: its interval, or how many requests it would take.
    ///
    /// - Parameter level: what is said of the interval.
    static func certainty(_ name: String, _ target: RunResult.Target, level: String = "") -> String {
        guard target.latency.count > 0 else { return "" }
        if let needed = target.unsupportedPercentiles[name] {
            return PercentileTable.shortage(needed, target.latency.count)
        }
        let interval = target.confidence?.percentiles[name]?.map { Double($0) }
        return range(interval) { ComparisonText.time(nanoseconds: $0) }.map { $0 + level } ?? ""
    }

    private static func level(_ target: RunResult.Target) -> String {
        target.confidence.map { ", \(ComparisonText.percent($0.level)) interval" } ?? ""
    }

    private static func range(_ interval: [Double]?, _ text: (Double) -> String) -> String? {
        guard let interval, interval.count == 2 else { return nil }
        return "\(text(interval[0])) to \(text(interval[1]))"
    }

    /// A latency; a dash where there is none.
    static func time(_ nanoseconds: UInt64?, of latency: LatencySummary) -> String {
        guard let nanoseconds, latency.count > 0 else { return "-" }
        return ComparisonText.time(nanoseconds: Double(nanoseconds))
    }

    /// The mean; a dash where there is none.
    static func mean(_ latency: LatencySummary) -> String {
        latency.count > 0 ? ComparisonText.time(nanoseconds: latency.mean) : "-"
    }

    // MARK: - Measured

    private func measured(_ target: RunResult.Target) -> HTMLText {
        let tables = HTMLRunTables(target: target, config: result.config)
        let chart =
            hasOwnCurves
            ? PercentileChart.html(HTMLRun.curves(target, result.config, name: nil, colour: 0)) : .none
        let time = TimeChart(
            rows: TimeRow.rows(target.intervals),
            stages: result.config.stages ?? [],
            steadiness: target.steadiness
        )
        return HTMLBlock.section("Latency", chart + tables.percentiles)
            + HTMLBlock.section("Over time", time.html)
            + HTMLBlock.section("Requests", tables.requests)
            + HTMLBlock.section("Stages", tables.stages)
            + HTMLBlock.section("What became of the requests", tables.outcomes)
            + HTMLBlock.section("Errors", tables.errors)
            + HTMLBlock.section("Failed checks", tables.checks)
    }

    /// The latencies of a run as curves: in an open loop those from due and those from sent.
    ///
    /// - Parameter name: what tells the run from others; nil where it is alone.
    static func curves(
        _ target: RunResult.Target,
        _ config: RunResult.Config,
        name: String?,
        colour: Int
    ) -> [PercentileChart.Curve] {
        func curve(
            _ latency: LatencySummary,
            _ kind: String,
            _ colour: Int,
            _ stroke: ChartPart.Stroke
        ) -> PercentileChart.Curve? {
            // A damaged one is left out.
            guard let histogram = try? latency.histogram.makeHistogram() else { return nil }
            let title = [name, kind.isEmpty ? nil : kind].compactMap(\.self).joined(separator: ", ")
            return PercentileChart.Curve(
                name: title.isEmpty ? "latency" : title,
                histogram: histogram,
                colour: colour,
                stroke: stroke
            )
        }
        guard config.loop == "open" else {
            return [curve(target.latency, "", colour, .solid)].compactMap(\.self)
        }
        return [
            curve(target.response, "response, from due", colour, .solid),
            curve(target.service, "service, from sent", name == nil ? colour + 1 : colour, .dashed),
        ].compactMap(\.self)
    }
}
