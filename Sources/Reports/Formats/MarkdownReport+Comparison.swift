package import Statistics

extension MarkdownReport {
    /// A comparison: what it comes to, and the figures of both builds beside each other.
    ///
    /// - Parameter command: the command line that repeats it.
    package static func text(_ result: CompareResult, command: String? = nil) -> String {
        let found = result.comparison
        var page = MarkdownPage()
        page.add("### Load test: \(found.verdict.words)")
        page.add(conclusion(result))
        page.add()
        addTable(result, to: &page)
        for sentence in [ComparisonReport.extent(result)] + ComparisonReport.control(result) {
            page.add(MarkdownText.text(sentence))
            page.add()
        }
        if !found.calibration.isEmpty {
            page.addTable(
                ["rounds", "figure", "smallest change seen four times out of five"],
                ["--:", "---", "--:"],
                found.calibration.map(row)
            )
        }
        addDetails(
            builds(result) + machine(result.host, result.tool, result.startedAt),
            result.warnings.map(\.message),
            command,
            to: &page
        )
        return page.text
    }

    private static func conclusion(_ result: CompareResult) -> String {
        guard let metric = result.decidingMetric, result.failingOption == nil else {
            return MarkdownText.conclusion(result.comparison.message)
        }
        let names = [ComparisonRole.baseline, .candidate].map {
            MarkdownText.code(result.build($0)?.name ?? $0.rawValue)
        }
        return "**\(names[1]) \(MarkdownText.text(ComparisonConclusion.words(metric))) than \(names[0])** "
            + "(\(confidence(result)) interval \(ComparisonText.range(metric)), "
            + "limit \(ComparisonText.percent(metric.margin)))."
    }

    private static func confidence(_ result: CompareResult) -> String {
        ComparisonText.percent(1 - result.design.alpha)
    }

    private static func addTable(_ result: CompareResult, to page: inout MarkdownPage) {
        let roles: [ComparisonRole] = [.baseline, .candidate]
        let names = roles.map { role in
            role == .candidate && result.design.calibrates ? "again" : MarkdownText.text(result.build(role)?.name ?? "")
        }
        let metrics = ComparisonReport.shown(result.comparison.metrics, all: false)
        let errors = ComparisonCells.hasMoreErrors(result.comparison) ? "**worse**" : ""
        page.addTable(
            [""] + names + ["change", "\(confidence(result)) interval", "limit", ""],
            ["---", "--:", "--:", "--:", ":-:", "--:", "---"],
            metrics.map { row($0, result.comparison) } + [ComparisonCells.errors(result) + [errors]]
        )
    }

    private static func row(_ metric: CompareResult.Metric, _ found: CompareResult.Findings) -> [String] {
        let verdict = ComparisonCells.verdict(of: metric, in: found)
        let word = verdict.map { $0 == .same ? $0.rawValue : "**\($0.rawValue)**" } ?? "info"
        let judged = ComparisonCells.areJudged(found) ? word : ""
        return ComparisonCells.row(metric).map { MarkdownText.text($0) } + [judged]
    }

    private static func row(_ calibration: CompareResult.Calibration) -> [String] {
        [
            "\(calibration.rounds)", MarkdownText.text(ComparisonText.label(calibration.metric)),
            calibration.mde80.map(ComparisonText.detectable) ?? "cannot decide",
        ]
    }

    /// What was compared, and how.
    private static func builds(_ result: CompareResult) -> [String] {
        let drift = result.comparison.noise.map { noise in
            ["\(ComparisonText.whatVaried(noise)) varied by \(ComparisonText.percent(noise.machineDrift))"]
        }
        let builds = result.targets.map { build in
            "\(build.role.rawValue) \(MarkdownText.code(build.name)): \(MarkdownText.code(build.command ?? build.url))"
        }
        return builds + [MarkdownText.text(ComparisonReport.plan(result.targets, result.config, result.design))]
            + (drift ?? [])
    }
}
