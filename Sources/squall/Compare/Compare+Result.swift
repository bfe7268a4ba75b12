internal import CPlatform
internal import Engine
internal import Reports
internal import Statistics

// What comes after the last round: the result, the report, the exit code.

extension Compare {
    /// Reports what was found.
    ///
    /// - Parameters:
    ///   - look: the number of the look at which it ended; nil where it was stopped.
    ///   - failure: why a build could no longer be measured.
    func finish(_ config: RunResult.Config, _ look: Int?, _ failure: ComparedBuild.Failure?) -> ExitCode {
        guard var result = result(config, look, failure) else {
            if let failure { tell(failure) }
            return stop.isSet ? .interrupted : .notMeasured
        }
        let code = code(of: result)
        result.exitCode = Int(code.rawValue)
        let isShown = text.write(report.body(result))
        if !isShown { complain("the report cannot be written: \(lastSystemError())") }
        let saved = SavedResult.comparison(result)
        // With the seed that was chosen, it is the same order.
        let words = options.words + (options.seed == nil ? ["--seed", "\(seed)"] : [])
        GitHubActions.current?.tell(saved, words: words, on: text)
        let isWritten = options.files.write(saved, words: words, output: StandardStream.output.rawValue)
        return isWritten && isShown ? code : .notMeasured
    }

    /// What was found; nil where no round was made.
    private func result(
        _ config: RunResult.Config,
        _ look: Int?,
        _ failure: ComparedBuild.Failure?
    ) -> CompareResult? {
        guard let ends else { return nil }
        let alpha = look.map { options.looks.looks[$0 - 1].alpha } ?? options.looks.looks[0].alpha
        let findings = series.findings(alpha: alpha)
        let isJudged = look != nil || hasNoCommonWork
        let judgement =
            failure.map { .failed($0.message) } ?? (isJudged ? self.judgement(findings, alpha: alpha) : .stopped)
        var host = ends.last.host
        host.generatorCPU = processorShare * Double(config.threads)
        var found = CompareResult.Findings(
            verdict: judgement.verdict,
            message: "",
            rounds: series.rounds.count,
            mostRounds: options.looks.looks.last?.rounds ?? 0,
            look: look,
            unit: options.startsServers ? "start" : "round",
            metrics: findings.map { CompareResult.Metric($0, isAtLook: look != nil, pooled: pooled($0)) },
            control: options.hasControl
                ? control.findings(alpha: alpha).map { CompareResult.Metric($0, isAtLook: look != nil) } : [],
            errors: CompareResult.ErrorShares(ComparisonErrors(series.rounds)),
            noise: series.rounds.count < Compare.leastForNoise
                ? nil : CompareResult.Noise(ComparisonDiagnostics(series.rounds, alpha: 0.01, seed: seed)),
            calibration: options.calibrates ? series.calibration : []
        )
        let warnings = ComparisonWarnings(
            hasSingleStart: !options.startsServers,
            overloaded: builds.filter { overloaded.contains($0.role) }.map(\.name),
            ignoringSIGTERM: builds.filter(\.ignoresSIGTERM).map(\.name),
            processorShare: processorShare
        )
        found.message = ""
        var result = CompareResult(
            tool: ends.first.tool,
            startedAt: ends.first.startedAt,
            endedAt: ends.last.endedAt,
            elapsedSeconds: Double(cplatform_monotonic_ns() - begin) / 1e9,
            host: host,
            config: config,
            design: design,
            targets: builds.map(\.result),
            rounds: series.rounds.enumerated().map { index, round in
                let start = options.startsServers ? index / CompareOptions.roundsPerStart : 0
                return CompareResult.Round(round, index: index, start: start)
            },
            comparison: found,
            warnings: warnings.list(found),
            exitCode: 0
        )
        result.comparison.message =
            options.calibrates && look != nil
            ? ComparisonConclusion.calibration(result) : ComparisonConclusion.sentence(judgement, of: result)
        return result
    }

    /// How the comparison is made.
    var design: CompareResult.Design {
        CompareResult.Design(
            seed: seed,
            looks: options.looks.looks,
            slotSeconds: ComparisonRounds.slotSeconds,
            settleSeconds: ComparisonRounds.settleSeconds,
            roundsPerStart: series.roundsPerStart,
            calibrates: options.calibrates
        )
    }

    /// Fewer rounds say nothing of the machine.
    private static let leastForNoise = 8

    /// The share of their processors that the workers used, of all slots.
    private var processorShare: Double {
        let shares = builds.flatMap(\.processorShares)
        return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    }

    /// The interval of a percentile of all slots together.
    private func pooled(_ finding: ComparisonSeries.Finding) -> ClosedRange<Double>? {
        guard case .percentile(let percent) = finding.gate.metric, series.rounds.count >= Compare.leastForNoise else {
            return nil
        }
        return PooledBootstrap.interval(
            baseline: series.rounds.map { PooledBootstrap.values(of: $0.baseline.latencies) },
            candidate: series.rounds.map { PooledBootstrap.values(of: $0.candidate.latencies) },
            percent: percent,
            alpha: 0.01,
            seed: seed
        )
    }

    private func code(of result: CompareResult) -> ExitCode {
        let found = result.comparison
        if found.verdict == .notMeasured { return .notMeasured }
        if stop.isSet { return .interrupted }
        if options.calibrates { return .done }
        switch found.verdict {
        case .notMeasured, .notComparable: return .notMeasured
        case .worse: return .broken
        case .better, .same, .inconclusive: break
        }
        if options.requiresSame, !found.isShownNotWorse { return .broken }
        if options.isStrict {
            if found.verdict == .inconclusive { return .inconclusive }
            if result.warnings.contains(where: { $0.code == ComparisonWarnings.generatorSaturated }) {
                return .clientLimited
            }
        }
        return .done
    }
}
