internal import Statistics

/// Several runs side by side: what matters most of each, and all their curves in one chart.
struct HTMLOverview {
    /// The runs, in the order of the report.
    let runs: [Run]

    /// A run with its title.
    struct Run {
        /// What it is called, such as by its file.
        let title: String
        /// What it measured.
        let result: RunResult
    }

    /// A table and a chart.
    var html: HTMLText {
        let columns: [HTMLTable.Column] =
            [.words("Run"), .figures("Requests/s")] + HTMLRun.shownPercentiles.map { .figures($0) }
            + [.figures("Max"), .figures("Errors")]
        let rows = runs.flatMap { run in run.result.targets.map { row(run.title, $0) } }
        let table = HTMLTable(label: "Runs side by side", columns: columns, rows: rows).html
        let curves = runs.enumerated().flatMap { place, run in
            run.result.targets.flatMap {
                HTMLRun.curves($0, run.result.config, name: run.title, colour: place)
            }
        }
        return "<section>\n<h2>Side by side</h2>\n\(table)\(PercentileChart.html(curves))</section>\n"
    }

    private func row(_ title: String, _ target: RunResult.Target) -> [HTMLText] {
        let latency = target.latency
        let times = HTMLRun.shownPercentiles.map { HTMLRun.time(latency.percentiles[$0], of: latency) }
        return ["\(title)", "\(ComparisonText.rate(target.requestsPerSecond))"] + times.map { HTMLText($0) } + [
            "\(HTMLRun.time(latency.max, of: latency))", "\(ComparisonText.grouped(target.counts.failed))",
        ]
    }
}
