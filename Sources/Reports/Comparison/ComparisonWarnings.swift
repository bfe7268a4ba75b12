package import Statistics

/// What the reader of a comparison should know before trusting its figures.
package struct ComparisonWarnings {
    /// Whether one process of each build was loaded the whole time.
    package var hasSingleStart: Bool
    /// The builds that did not keep the rate that was due.
    package var overloaded: [String]
    /// The other builds of which requests were due and not sent within their slot, with how many of how many.
    package var unsent: [(name: String, unsent: Int, due: Int)]
    /// The builds whose servers did not end after SIGTERM, and were killed.
    package var killed: [String]
    /// The builds of which a server ended after SIGTERM otherwise than one does that is well, with how, as `ended with code 3`.
    package var uncleanEnds: [(name: String, ending: String)]
    /// The share of their processors that the workers used.
    package var processorShare: Double

    /// Above this the load generator may have been the limit.
    private static let mostProcessor = 0.85

    /// What is known beside the result.
    package init(
        hasSingleStart: Bool,
        overloaded: [String],
        unsent: [(name: String, unsent: Int, due: Int)] = [],
        killed: [String],
        uncleanEnds: [(name: String, ending: String)] = [],
        processorShare: Double
    ) {
        self.hasSingleStart = hasSingleStart
        self.overloaded = overloaded
        self.unsent = unsent
        self.killed = killed
        self.uncleanEnds = uncleanEnds
        self.processorShare = processorShare
    }

    /// The code of a comparison in which the load generator may have been the limit.
    package static let generatorSaturated = "generator-saturated"

    /// A sentence each.
    package func list(_ found: CompareResult.Findings) -> [RunResult.Warning] {
        (machine(found) + samples(found.metrics) + builds(found)).map {
            RunResult.Warning(code: $0.code, message: $0.message)
        }
    }

    private func machine(_ found: CompareResult.Findings) -> [(code: String, message: String)] {
        var warnings: [(code: String, message: String)] = []
        if let noise = found.noise {
            if noise.machineDrift + 1 > ComparisonDiagnostics.mostDrift {
                let metric = found.metrics.first { $0.metric == noise.metric }
                let left = noise.selfHalfWidth.map { width in
                    let part = ComparisonWarnings.isSmall(width, metric) ? "" : "a part of "
                    return "; pairing removed \(part)it (self check +-\(ComparisonText.percent(width)))"
                }
                warnings.append(
                    (
                        "machine-drift",
                        "\(ComparisonText.whatVaried(noise)) varied by \(ComparisonText.percent(noise.machineDrift)) "
                            + "during the run\(left ?? "")"
                    )
                )
            }
            if noise.orderEffectP < ComparisonDiagnostics.leastOrderProbability {
                warnings.append(
                    (
                        "order-effect",
                        "it matters which build comes first: work of one may go on in the slot of the other"
                    )
                )
            }
            if noise.trendP < ComparisonDiagnostics.leastTrendProbability {
                warnings.append(("trend", "the change grew or shrank over the rounds: warm up for longer (--warmup)"))
            }
        }
        if processorShare > ComparisonWarnings.mostProcessor {
            warnings.append(
                (
                    ComparisonWarnings.generatorSaturated,
                    "squall used \(ComparisonText.percent(processorShare)) of its processors, and may hide a difference: "
                        + "add threads (-t), or load from another machine"
                )
            )
        }
        return warnings
    }

    /// Whether what pairing leaves of a figure is smaller than the change that is looked for: by the self check, and by its interval.
    private static func isSmall(_ selfHalfWidth: Double, _ metric: CompareResult.Metric?) -> Bool {
        guard let metric, selfHalfWidth <= metric.margin else { return false }
        guard let lower = metric.lower, let upper = metric.upper else { return true }
        return (upper - lower) / 2 <= metric.margin
    }

    private func samples(_ metrics: [CompareResult.Metric]) -> [(code: String, message: String)] {
        metrics.filter(\.gated).compactMap { metric in
            guard metric.unit == "ns", metric.estimate == nil else { return nil }
            let reason =
                metric.roundsPerUnit > ComparisonLooks.mostRounds
                ? "hardly a request was sent within a slot"
                : "with so few requests in a slot it takes \(metric.roundsPerUnit) rounds for one value of it"
            return ("few-samples", "\(metric.metric) is not judged: \(reason)")
        }
    }

    private func builds(_ found: CompareResult.Findings) -> [(code: String, message: String)] {
        var warnings: [(code: String, message: String)] = []
        let moved = found.control.first { metric in
            guard metric.gated, let lower = metric.lower, let upper = metric.upper else { return false }
            return lower > 0 || upper < 0
        }
        if moved != nil {
            warnings.append(("control-moved", "the baseline was found to differ from itself"))
        }
        if !overloaded.isEmpty {
            let names = overloaded.joined(separator: " and ")
            warnings.append(("open-loop-missed-rate", "the rate that is due was too much for \(names)"))
        }
        warnings += unsent.map { name, unsent, due in
            (
                "unsent",
                "\(ComparisonText.grouped(unsent)) of \(ComparisonText.grouped(due)) requests that were due at \(name) were not sent "
                    + "within their slot, and count as the time they had waited at its end"
            )
        }
        if found.errors.mayBeChance {
            warnings.append(
                (
                    "few-errors",
                    "more requests of the candidate failed than of the baseline, but not in so many starts more that it could not "
                        + "be chance"
                )
            )
        }
        warnings += killed.map { name in
            (
                RunResult.Warning.ignoredSIGTERM,
                "the server of \(name) did not end within 5 s of SIGTERM, and was killed"
            )
        }
        warnings += uncleanEnds.map { name, ending in
            (RunResult.Warning.uncleanEnd, "a server of \(name) \(ending) after SIGTERM")
        }
        if hasSingleStart {
            warnings.append(
                ("single-start", "one process per build: differences under about 2 % may be the process, not the build")
            )
        }
        return warnings
    }
}
