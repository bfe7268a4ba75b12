internal import Statistics

/// What is told of a comparison.
struct HTMLComparison {
    /// What stands above it, such as the name of its file.
    let title: String
    /// What it measured and found.
    let result: CompareResult

    private var found: CompareResult.Findings { result.comparison }

    /// All of it.
    var html: HTMLText {
        """
        <h2>\(title)</h2>
        \(subtitle)\(verdict)\
        \(HTMLBlock.warnings(result.warnings.map(\.message)))\
        \(HTMLBlock.section("Figures", figures))\
        \(HTMLBlock.section("What a comparison like this can see", calibration))\
        \(HTMLBlock.section("Change, round by round", changes))\
        \(HTMLBlock.section("Latency", PercentileChart.html(curves)))\
        \(HTMLBlock.section("Over time", SlotChart.html(result)))\
        \(HTMLBlock.section("Requests", requests))\
        \(HTMLBlock.section("Errors", errors))\
        \(HTMLBlock.section("How this was measured", design + builds + machine))
        """
    }

    private var subtitle: HTMLText {
        let names = result.targets.map(ComparisonText.title).joined(separator: " against ")
        return """
            <p class="sub">\(names)</p>
            <p class="sub">\(ComparisonText.load(result.config)), \(HTMLFacts.moment(result.startedAt))</p>

            """
    }

    private var verdict: HTMLText {
        if found.verdict == .calibrated { return HTMLBlock.banner("CALIBRATED", .even, found.message) }
        let tone: HTMLBlock.Tone =
            switch found.verdict {
            case _ where result.failingOption != nil: .bad
            case .better: .good
            case .same: .even
            case .inconclusive: .open
            default: .bad
            }
        return HTMLBlock.banner(ComparisonText.word(found.verdict), tone, found.message)
    }

    // MARK: - Figures

    private var figures: HTMLText {
        let level = ComparisonText.percent(1 - result.design.alpha)
        let hasPooled = found.metrics.contains { $0.pooledLower != nil && $0.pooledUpper != nil }
        let second = result.design.calibrates ? "Again" : "Candidate"
        let columns: [HTMLTable.Column] =
            [
                .words("Figure"), .figures("Baseline"), .figures(second), .figures("Change"),
                .figures("\(level) interval"),
                .figures("Limit"), .words("Verdict"),
            ] + (hasPooled ? [.figures("All slots together, not judged")] : [])
        let metrics = ComparisonReport.shown(found.metrics, all: true)
        let rows = metrics.map { row($0, hasPooled: hasPooled) } + [errorRow(hasPooled: hasPooled)]
        let table = HTMLTable(label: "Figures of both builds", columns: columns, rows: rows).html
        let notes = [ComparisonReport.extent(result)] + ComparisonReport.control(result)
        return notes.reduce(table) { $0 + "<p class=\"note\">\($1)</p>\n" }
    }

    private func row(_ metric: CompareResult.Metric, hasPooled: Bool) -> [HTMLText] {
        let judged = ComparisonCells.areJudged(found) ? tag(ComparisonCells.verdict(of: metric, in: found)) : .none
        return ComparisonCells.row(metric).map { HTMLText($0) } + [judged]
            + (hasPooled ? ["\(metric.unit == "ns" ? ComparisonText.pooled(metric) : "")"] : [])
    }

    private func tag(_ verdict: ComparisonVerdict?) -> HTMLText {
        guard let verdict else { return "\(ComparisonText.word(verdict))" }
        let tone: HTMLBlock.Tone =
            switch verdict {
            case .worse: .bad
            case .better: .good
            case .same: .even
            case .inconclusive: .open
            }
        return HTMLBlock.tag(ComparisonText.word(verdict), tone)
    }

    private func errorRow(hasPooled: Bool) -> [HTMLText] {
        ComparisonCells.errors(result).map { HTMLText($0) }
            + [ComparisonCells.hasMoreErrors(found) ? tag(.worse) : .none] + (hasPooled ? [.none] : [])
    }

    private var calibration: HTMLText {
        HTMLTable(
            label: "Smallest change that is seen four times out of five",
            columns: [
                .words("Figure"), .figures("Rounds"), .figures("Change seen four times out of five"),
            ],
            rows: found.calibration.map { row in
                [
                    "\(ComparisonText.label(row.metric))", "\(ComparisonText.grouped(row.rounds))",
                    "\(row.mde80.map(ComparisonText.detectable) ?? "cannot decide")",
                ]
            }
        ).html
    }

    // MARK: - Charts

    /// A chart for each figure that has a say.
    private var changes: HTMLText {
        let gated = found.metrics.filter(\.gated)
        let shown = gated.isEmpty ? Array(found.metrics.prefix(1)) : gated
        return "\(shown.map { ChangeChart(metric: $0, result: result).html })"
    }

    private var curves: [PercentileChart.Curve] {
        result.targets.enumerated().compactMap { place, build in
            // A damaged one is left out.
            guard let histogram = try? build.latency.histogram.makeHistogram() else { return nil }
            return PercentileChart.Curve(
                name: ComparisonText.title(build),
                histogram: histogram,
                colour: place,
                stroke: build.role == .candidate ? .dashed : .solid
            )
        }
    }

    /// A row for each request of the workload and build; of a single request nothing more than in the figures.
    private var requests: HTMLText {
        let names = (result.targets.first?.requests ?? []).map(\.name)
        let rows = names.flatMap { name in
            result.targets.compactMap { build in
                build.requests?.first { $0.name == name }.map { (build, $0) }
            }
        }
        guard !rows.isEmpty else { return .none }
        let times = ["p50", "p99"]
        let table = HTMLTable(
            label: "Requests",
            columns: [.words("Name"), .words("Build")] + HTMLBlock.requestColumns(times),
            rows: rows.map { build, row in
                ["\(row.name)", "\(ComparisonText.title(build))"] + HTMLBlock.requestCells(row, times)
            }
        ).html
        return table + "<p class=\"note\">All slots of a build together; nothing is judged of them.</p>\n"
    }

    private var errors: HTMLText {
        HTMLBlock.errors(result.targets.map { (ComparisonText.title($0), $0.errors) }, partTitle: "Build")
    }

    // MARK: - How this was measured

    private var design: HTMLText {
        let design = result.design
        let rounds = "\(found.rounds) of at most \(found.mostRounds)"
        let looks = design.looks.map { "\($0.rounds) rounds at \(ComparisonText.percent($0.alpha))" }
        let slots = [design.slotSeconds, design.settleSeconds].map(HTMLFacts.seconds)
        let starts = result.targets.map(\.starts).max() ?? 0
        let anew = "anew every \(design.roundsPerStart) rounds"
        let chances = found.metrics.filter(\.gated).map { metric in
            (
                "Change of \(ComparisonText.label(metric.metric)) by chance, p-value",
                metric.pValue.map(ComparisonText.probability)
            )
        }
        return HTMLBlock.facts(
            "Design",
            [
                ("Rounds", "\(rounds), in \(ComparisonText.duration(result.elapsedSeconds))"),
                ("Looks, with their chance of a false alarm", looks.joined(separator: ", ")),
                ("Slots", "\(slots[0]) after \(slots[1]) of load, order random"),
                ("Seed", design.seed),
                (starts > 0 ? "Server starts" : "Connections", starts > 0 ? "\(starts), \(anew)" : "opened \(anew)"),
                ("An observation is", observations),
                (
                    found.noise.map { "How much \(ComparisonText.whatVaried($0)) varied" } ?? "",
                    found.noise.map { ComparisonText.percent($0.machineDrift) }
                ),
                ("Self check, half of a 99 % interval", found.noise?.selfHalfWidth.map(ComparisonText.percent)),
                ("Order of slots matters, p-value", found.noise.map { ComparisonText.probability($0.orderEffectP) }),
                ("Change drifts over rounds, p-value", found.noise.map { ComparisonText.probability($0.trendP) }),
            ] + chances
        )
    }

    /// How many rounds are an observation of what decides: of figures that differ in that, of each.
    private var observations: String {
        let gated = found.metrics.filter { $0.gated && $0.estimate != nil }
        let sizes = gated.map { metric in
            metric.roundsPerUnit > 1 ? "\(metric.roundsPerUnit) rounds together" : "a round"
        }
        guard Set(sizes).count > 1 else { return sizes.first ?? "-" }
        return zip(gated, sizes).map { "\($1) for \(ComparisonText.label($0.metric))" }.joined(separator: ", ")
    }

    private var builds: HTMLText {
        HTMLBlock.facts(
            "Builds",
            result.targets.map { build in (ComparisonText.title(build), build.command ?? build.url) }
        )
    }

    private var machine: HTMLText {
        HTMLBlock.facts("Load", HTMLFacts.config(result.config).filter { $0.name != "Seed" })
            + HTMLBlock.facts("Machine", HTMLFacts.machine(result.host, result.tool))
    }
}
