package import Statistics

/// A comparison as text, for a terminal.
package struct ComparisonReport {
    private let showsAllPercentiles: Bool

    /// - Parameter showsAllPercentiles: whether percentiles are shown that have no say.
    package init(showsAllPercentiles: Bool = false) {
        self.showsAllPercentiles = showsAllPercentiles
    }

    /// What is printed at the start.
    package func header(
        _ builds: [CompareResult.Build],
        _ config: RunResult.Config,
        _ design: CompareResult.Design
    )
        -> String
    {
        let names = builds.map { "\(ComparisonText.title($0))  \($0.command.map { "'\($0)'" } ?? $0.url)" }
        return """
            compare  \(names.joined(separator: "   vs   "))
            \(ComparisonReport.plan(builds, config, design))

            """
    }

    /// How load is made, and in which rounds.
    static func plan(
        _ builds: [CompareResult.Build],
        _ config: RunResult.Config,
        _ design: CompareResult.Design
    ) -> String {
        let slot = design.slotSeconds.text(decimals: 2)
        let anew = builds.contains { $0.command != nil } ? "servers started" : "connections opened"
        return
            "\(ComparisonText.load(config)), rounds of \(builds.count) x \(slot) s, order random, seed \(design.seed), "
            + "\(anew) anew every \(design.roundsPerStart) rounds"
    }

    /// What is printed at the end.
    package func body(_ result: CompareResult) -> String {
        let found = result.comparison
        var lines = [""] + table(result) + [""]
        lines.append("  " + ComparisonReport.extent(result))
        lines += ComparisonReport.control(result).map { "  control  \($0)" }
        lines += result.warnings.map { "  note  \($0.message)" }
        if !found.calibration.isEmpty { lines += [""] + calibration(found.calibration) }
        lines += ["", "\(ComparisonText.word(found.verdict))  \(found.message)"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a second slot of the baseline shows, a phrase for each figure that decides; none without one.
    static func control(_ result: CompareResult) -> [String] {
        result.comparison.control.filter(\.gated).map { metric in
            "the baseline compared with itself: \(ComparisonText.label(metric.metric)) "
                + "\(ComparisonText.change(metric)) (\(ComparisonText.interval(metric)))"
        }
    }

    /// What is told of a comparison while it goes on: no interval, for nothing is judged between looks.
    package static func progress(_ series: ComparisonSeries) -> String {
        guard let round = series.rounds.last, let finding = series.soFar else { return "" }
        let rates = [round.baseline, round.candidate].map { slot in
            Units.metric(Units.Real(slot.completed / slot.seconds))
        }
        let change = finding.change.map { _ in
            "  so far \(ComparisonText.label(finding.gate.metric.name)) "
                + ComparisonText.change(CompareResult.Metric(finding, isAtLook: false))
        }
        return "round \(series.rounds.count)  baseline \(rates[0])  candidate \(rates[1])\(change ?? "")"
    }

    /// What is shown of a comparison: what has a say, and what says something to people.
    static func shown(_ metrics: [CompareResult.Metric], all: Bool) -> [CompareResult.Metric] {
        metrics.filter { metric in
            metric.gated || metric.baseline != nil && (all || ["rps", "cpu", "p50", "p99"].contains(metric.metric))
        }
    }

    private func table(_ result: CompareResult) -> [String] {
        let confidence = ComparisonText.percent(1 - result.design.alpha)
        let second = result.design.calibrates ? "again" : "candidate"
        let pooled = showsAllPercentiles ? "  all slots together, not judged" : ""
        let head = row(["", "baseline", second, "change", "\(confidence) interval", "limit"], pooled)
        let metrics = ComparisonReport.shown(result.comparison.metrics, all: showsAllPercentiles)
        let areJudged = ComparisonCells.areJudged(result.comparison)
        let rows = metrics.map { metric in
            let word = areJudged ? ComparisonText.word(ComparisonCells.verdict(of: metric, in: result.comparison)) : ""
            let pooled =
                showsAllPercentiles && metric.unit == "ns" ? "  \(ComparisonText.pooled(metric))" : ""
            return row(
                ComparisonCells.row(metric),
                word.isEmpty && pooled.isEmpty ? "" : "  \(pooled.isEmpty ? word : word.padding(to: 12) + pooled)"
            )
        }
        let errors = row(
            ComparisonCells.errors(result),
            ComparisonCells.hasMoreErrors(result.comparison) ? "  \(ComparisonText.word(ComparisonVerdict.worse))" : ""
        )
        return [head] + rows + [errors]
    }

    /// How wide the cells behind the first one are.
    private static let widths = [11, 12, 11, 18, 9]

    private func row(_ cells: [String], _ rest: String) -> String {
        let figures = zip(cells.dropFirst(), ComparisonReport.widths).map { " " + Units.padded($0, to: $1 - 1) }
        return "  \(cells[0].padding(to: 13))\(figures.joined())\(rest)".withoutTrailingBlanks
    }

    /// How many rounds were made, how long they took, and what they could have seen.
    static func extent(_ result: CompareResult) -> String {
        let found = result.comparison
        let look = found.look.map { found.rounds < found.mostRounds ? " (stopped at look \($0))" : "" } ?? ""
        let made =
            "\(found.rounds) of at most \(ComparisonConclusion.rounds(found.mostRounds))\(look), "
            + "\(ComparisonText.duration(result.elapsedSeconds))."
        let gated = found.metrics.filter { $0.gated && $0.mde80 != nil }
        guard !gated.isEmpty else { return made }
        let changes = gated.map { metric in
            ComparisonText.detectable(metric.mde80 ?? 0)
                + (gated.count > 1 ? " of \(ComparisonText.label(metric.metric))" : "")
        }
        return "\(made)  Smallest change this run could see: \(changes.joined(separator: ", ")) (80 %)."
    }

    private func calibration(_ rows: [CompareResult.Calibration]) -> [String] {
        ["  Smallest change that is seen four times out of five:"]
            + rows.map { row in
                "  \(Units.padded("\(row.rounds)", to: 7)) rounds  \(ComparisonText.label(row.metric).padding(to: 13))"
                    + (row.mde80.map(ComparisonText.detectable) ?? "cannot decide")
            }
    }
}
