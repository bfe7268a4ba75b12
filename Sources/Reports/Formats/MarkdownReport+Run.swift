package import Statistics

extension MarkdownReport {
    /// A run: what it comes to, its assertions and its figures.
    ///
    /// - Parameter command: the command line that repeats it.
    package static func text(_ result: RunResult, command: String? = nil) -> String {
        let conclusion = RunConclusion(result)
        var page = MarkdownPage()
        page.add("### Load test: \(word(conclusion, result))")
        page.add(MarkdownText.conclusion(conclusion.sentence))
        page.add()
        if !result.assertions.isEmpty {
            page.addTable(["assertion", "", "found"], ["---", "---", "---"], result.assertions.map(row))
        }
        if let target = result.targets.first { page.addTable(["", ""], ["---", "--:"], figures(target)) }
        addDetails(
            run(result) + machine(result.host, result.tool, result.startedAt),
            Notes.lines(result),
            command,
            to: &page
        )
        return page.text
    }

    private static func word(_ conclusion: RunConclusion, _ result: RunResult) -> String {
        conclusion.verdict == .passed && result.assertions.isEmpty ? "measured" : conclusion.verdict.words
    }

    private static func row(_ assertion: RunResult.AssertionResult) -> [String] {
        let word = assertion.verdict.rawValue
        return [
            MarkdownText.code(assertion.text), assertion.verdict == .holds ? word : "**\(word)**",
            MarkdownText.text(assertion.message),
        ]
    }

    private static func figures(_ target: RunResult.Target) -> [[String]] {
        let latency = target.latency
        let percentiles = ["p50", "p90", "p99"].map { name in
            [name, time(latency.percentiles[name], latency, needed: target.unsupportedPercentiles[name])]
        }
        let share = Double(target.counts.failed) / Double(max(1, target.counts.ended))
        let failed = ComparisonText.grouped(target.counts.failed)
        return [["requests/s", ComparisonText.rate(target.requestsPerSecond)]] + percentiles
            + [
                ["max", time(latency.max, latency)],
                ["errors", target.counts.failed > 0 ? "\(failed) (\(ComparisonText.share(share)))" : failed],
            ]
    }

    private static func time(_ nanoseconds: UInt64?, _ latency: LatencySummary, needed: Int? = nil) -> String {
        guard let nanoseconds, latency.count > 0 else { return "-" }
        let shortage = needed.map { " (\(PercentileTable.shortage($0, latency.count)))" } ?? ""
        return ComparisonText.time(nanoseconds: Double(nanoseconds)) + shortage
    }

    /// What was loaded, and how.
    private static func run(_ result: RunResult) -> [String] {
        let config = result.config
        let times = [config.durationSeconds.map(WrkReport.length), config.requests.map { "\($0) requests at most" }]
        let warmup = config.warmupSeconds > 0 ? ["after a warm-up of \(WrkReport.length(config.warmupSeconds))"] : []
        let script = config.script.map { ["script \(MarkdownText.code($0))"] } ?? []
        let load = ["\(ComparisonText.load(config))"] + times.compactMap { $0 } + warmup + script
        return result.targets.map { MarkdownText.code($0.url) } + [
            "\(load.joined(separator: ", ")), seed \(MarkdownText.text(config.seed))"
        ]
    }
}
