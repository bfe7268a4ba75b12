package import Statistics

/// What a comparison comes to, as a sentence.
package enum ComparisonConclusion {
    /// The sentence for `judgement`, without the word of the verdict.
    ///
    /// - Parameter result: with all but this sentence.
    package static func sentence(_ judgement: ComparisonJudgement, of result: CompareResult) -> String {
        said(judgement, of: result) + (result.failingOption.map { "; \(failing(result, $0)) (\($0))" } ?? "")
    }

    /// Why that is a failure, though the verdict is none.
    private static func failing(_ result: CompareResult, _ option: CompareResult.FailingOption) -> String {
        if option == .requireSame { return "it is not shown to be no worse" }
        return result.comparison.verdict == .inconclusive ? "that is a failure" : "squall may have been the limit"
    }

    private static func said(_ judgement: ComparisonJudgement, of result: CompareResult) -> String {
        let name = result.build(.candidate)?.name ?? ""
        let found = result.comparison
        func metric(_ finding: ComparisonSeries.Finding) -> CompareResult.Metric? {
            found.metrics.first { $0.metric == finding.gate.metric.name }
        }
        switch judgement.reason {
        case .difference(let sentence): return "\(sentence): they do not do the same work"
        case .errors: return errors(result)
        case .candidateIsOverloaded:
            return "\(name) does not keep the rate that is due, and the baseline does"
        case .shutdown:
            return "\(name) does not end within 5 s of SIGTERM, and the baseline does"
        case .bothAreOverloaded:
            return "neither build keeps the rate that is due; lower it (-R), to 60 % of what the slower one can bear"
        case .control(let finding):
            let change = ComparisonText.interval(CompareResult.Metric(finding))
            return "the baseline differs from itself: \(ComparisonText.label(finding.gate.metric.name)) \(change); "
                + "what is said of the candidate could be as wrong"
        case .stopped: return "it was stopped after \(rounds(found.rounds)), and nothing is judged between looks"
        case .failed(let sentence): return sentence
        case .calibration: return calibration(result)
        case .same: return same(found.metrics)
        case .figure(let finding):
            guard let metric = metric(finding) else { return "" }
            return metric.verdict == .inconclusive ? open(metric, result) : "\(name) \(change(metric))"
        }
    }

    /// What a calibration found, at its end.
    private static func calibration(_ result: CompareResult) -> String {
        let found = result.comparison
        let changes = found.metrics.filter(\.gated).compactMap { metric in
            metric.mde80.map { "\(ComparisonText.detectable($0)) of \(ComparisonText.label(metric.metric))" }
        }
        guard !changes.isEmpty else { return "\(rounds(found.rounds)) show nothing" }
        return
            "a change of \(changes.joined(separator: ", or ")) is seen after \(rounds(found.rounds)), four times out of five"
    }

    /// `handles 4.9 % fewer requests per second (3.7 to 6.1 %)`.
    static func change(_ metric: CompareResult.Metric) -> String {
        "\(words(metric)) (\(ComparisonText.range(metric)))"
    }

    /// `handles 4.9 % fewer requests per second`.
    static func words(_ metric: CompareResult.Metric) -> String {
        let isMore = (metric.estimate ?? 0) > 0
        let size = ComparisonText.size(metric)
        return switch metric.metric {
        case "rps": "handles \(size) \(isMore ? "more" : "fewer") requests per second"
        case "cpu": "takes \(size) \(isMore ? "more" : "less") CPU time per request"
        default: "has a \(metric.metric) that is \(size) \(isMore ? "longer" : "shorter")"
        }
    }

    private static func same(_ metrics: [CompareResult.Metric]) -> String {
        let gated = metrics.filter(\.gated)
        let parts = gated.map { metric in
            let what = gated.count > 1 ? " in \(ComparisonText.label(metric.metric))" : ""
            return "of \(ComparisonText.percent(metric.margin)) or more\(what) (\(ComparisonText.interval(metric)))"
        }
        return "no difference \(parts.joined(separator: ", nor "))"
    }

    /// What is not certain, and what it would take.
    private static func open(_ metric: CompareResult.Metric, _ result: CompareResult) -> String {
        let found = result.comparison
        let label = ComparisonText.label(metric.metric)
        guard let detectable = metric.mde80 else {
            if metric.baseline == nil || metric.candidate == nil { return "\(label) is not known of both builds" }
            if metric.estimate == nil, metric.unit == "ns" {
                return "\(label): too few requests in a slot for it; load more (-c, -R) or allow more rounds (--rounds)"
            }
            return "\(label): too few observations for an interval; allow more rounds (--rounds)"
        }
        let needed = StartUnits.whole(
            DetectableChange.rounds(found.rounds, detecting: detectable, for: metric.margin),
            roundsPerStart: result.design.roundsPerStart
        )
        let seconds = result.elapsedSeconds / Double(max(1, found.rounds)) * Double(needed)
        let enough =
            switch needed {
            case ...found.rounds where abs(metric.estimate ?? 0) > metric.margin / 2: "it lies at the limit"
            case ...found.rounds: "more rounds (--rounds) may tell"
            case ...ComparisonLooks.mostRounds:
                "would need about \(ComparisonText.grouped(needed)) rounds (\(ComparisonText.duration(seconds))), "
                    + "or a quieter machine"
            default: "would need a quieter machine, or a wider margin"
            }
        return "\(label) \(ComparisonText.change(metric)) (\(ComparisonText.interval(metric))): cannot tell "
            + "\(ComparisonText.percent(metric.margin)) after \(rounds(found.rounds)); \(enough)"
    }

    /// How many requests of each build failed.
    static func errors(_ result: CompareResult) -> String {
        func part(_ role: ComparisonRole) -> String {
            guard let build = result.build(role) else { return "" }
            guard build.counts.failed > 0 else { return "none of \(build.name)" }
            let share = Double(build.counts.failed) / Double(max(1, build.counts.ended))
            return "\(ComparisonText.grouped(build.counts.failed)) of \(build.name) (\(ComparisonText.share(share)))"
        }
        return "requests that failed: \(part(.candidate)), \(part(.baseline))"
    }

    static func rounds(_ count: Int) -> String { WrkReport.counted(count, "round") }
}
