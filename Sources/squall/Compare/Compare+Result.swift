internal import Engine
internal import Reports
internal import Statistics

// What comes after the last round: the result, the report, the exit code.

extension Compare {
    /// Reports what was found.
    func finish(_ end: End) -> ExitCode {
        guard let config, let last, !series.rounds.isEmpty else { return finishWithoutResult(end) }
        let result = result(end, config, last)
        let code = code(of: result, end)
        let isShown = text.write(report.body(result))
        if !isShown { complain("the report cannot be written: \(lastSystemError())") }
        if [.errors, .difference, .shutdown].contains(result.comparison.reason) { showOutput(result) }
        let saved = SavedResult.comparison(result)
        // With the seed that was chosen, it is the same order. Options end at `--`.
        var words = options.words
        if options.seed == nil { words.insert(contentsOf: ["--seed", "\(seed)"], at: 1) }
        GitHubActions.current?.tell(saved, words: words, on: text)
        return options.files.write(saved, words: words, output: output) && isShown ? code : .notMeasured
    }

    /// Prints what servers printed whose requests failed, or that did not end: it may say why.
    private func showOutput(_ result: CompareResult) {
        for build in builds {
            let hasFailed = result.build(build.role).map { $0.counts.failed > 0 } ?? false
            guard hasFailed || build.ignoresSIGTERM, let output = build.output else { continue }
            StandardStream.error.write("note: the server of \(build.name) printed last:\n\(output)\n")
        }
    }

    /// Tells why there is no result.
    private func finishWithoutResult(_ end: End) -> ExitCode {
        var (message, code) = ("it was stopped before the first round was whole", ExitCode.interrupted)
        if case .failed(let failure) = end {
            (message, code) = (failure.message, failure.isUsers ? .usage : .notMeasured)
        }
        complain(message)
        GitHubActions.current?.tell(failure: message, on: text)
        options.files.write(failure: message, of: "compare", output: output)
        return code
    }

    /// What is said, at the end of the rounds.
    private func judgement(_ end: End) -> ComparisonJudgement {
        switch end {
        case .judged(let judgement, _): isShutdownWorse ? judgement.whereShutdownIsWorse : judgement
        case .interrupted: .stopped
        case .failed(let failure): .failed(failure.message)
        }
    }

    /// Whether the candidate's server has to be killed, and the baseline's ends on being asked to.
    private var isShutdownWorse: Bool {
        builds.contains { $0.role == .candidate && $0.ignoresSIGTERM }
            && builds.allSatisfy { $0.role == .candidate || $0.kills == 0 }
    }

    private func result(_ end: End, _ config: RunResult.Config, _ last: RunResult) -> CompareResult {
        var host = last.host
        host.generatorCPU = processorShare * Double(config.threads)
        let judgement = judgement(end)
        let look: Int? = if case .judged(_, let number) = end { number } else { nil }
        let alpha = options.looks.looks[look ?? 0].alpha
        let found = findings(judgement, look: look, alpha: alpha)
        let overloaded = overloaded(alpha: alpha)
        // Each adds up all slots of a build.
        let targets = builds.map(\.result)
        let warnings = ComparisonWarnings(
            hasSingleStart: !options.startsServers,
            overloaded: builds.filter { overloaded.contains($0.role) }.map(\.name),
            unsent: targets.filter { !overloaded.contains($0.role) }.compactMap { build in
                let (unsent, due) = (build.counts.unsent, build.counts.due)
                return unsent * 1000 > due ? (build.name, unsent, due) : nil
            },
            killed: builds.filter { $0.kills > 0 }.map(\.name),
            uncleanEnds: builds.compactMap { build in build.uncleanEnd.map { (build.name, "\($0)") } },
            processorShare: processorShare
        )
        var result = CompareResult(
            tool: last.tool,
            startedAt: rounds.times.startedAt,
            endedAt: rounds.times.endedAt,
            elapsedSeconds: rounds.elapsedSeconds,
            host: host,
            config: config,
            design: design,
            targets: targets,
            rounds: series.rounds.enumerated().map { index, round in
                CompareResult.Round(round, index: index, start: index / CompareOptions.roundsPerStart)
            },
            comparison: found,
            warnings: warnings.list(found),
            exitCode: 0
        )
        result.exitCode = Int(code(of: result, end).rawValue)
        result.comparison.message = ComparisonConclusion.sentence(judgement, of: result)
        return result
    }

    /// What was found, but for the sentence.
    private func findings(_ judgement: ComparisonJudgement, look: Int?, alpha: Double) -> CompareResult.Findings {
        let isAtLook = look != nil
        return CompareResult.Findings(
            judgement: judgement,
            message: "",
            rounds: series.rounds.count,
            mostRounds: options.looks.looks.last?.rounds ?? 0,
            look: look.map { $0 + 1 },
            unit: "start",
            metrics: series.findings(alpha: alpha).map { finding in
                CompareResult.Metric(finding, isAtLook: isAtLook, pooled: pooled(finding))
            },
            control: options.hasControl
                ? control.findings(alpha: alpha).map { CompareResult.Metric($0, isAtLook: isAtLook) } : [],
            errors: CompareResult.ErrorShares(series.errors(alpha: alpha)),
            noise: series.rounds.count < Compare.leastForNoise
                ? nil : CompareResult.Noise(diagnostics),
            calibration: options.calibrates ? series.calibration : []
        )
    }

    /// How the comparison is made.
    var design: CompareResult.Design {
        CompareResult.Design(
            seed: seed,
            looks: options.looks.looks,
            slotSeconds: ComparisonRounds.slotSeconds,
            settleSeconds: ComparisonRounds.settleSeconds,
            roundsPerStart: CompareOptions.roundsPerStart,
            calibrates: options.calibrates,
            requiresSame: options.requiresSame
        )
    }

    /// Fewer rounds say nothing of the machine.
    private static let leastForNoise = 8

    private var diagnostics: ComparisonDiagnostics {
        let deciding = options.gates.first(where: \.isGated)?.metric ?? .requestsPerSecond
        let metric = config?.loop == "open" ? deciding : .requestsPerSecond
        return ComparisonDiagnostics(series.rounds, of: metric, alpha: 0.01, seed: seed &+ 1)
    }

    /// The share of their processors that the workers used: of the build that took more of them.
    private var processorShare: Double {
        builds.map(\.processorShares).filter { !$0.isEmpty }.map { $0.reduce(0, +) / Double($0.count) }.max() ?? 0
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
            seed: seed &+ 2
        )
    }

    private func code(of result: CompareResult, _ end: End) -> ExitCode {
        switch end {
        case .failed(let failure): return failure.isUsers ? .usage : .notMeasured
        case .interrupted: return .interrupted
        case .judged: break
        }
        return result.comparison.exitCode(
            requiresSame: options.requiresSame,
            isStrict: options.isStrict,
            isSaturated: result.warnings.contains { $0.code == ComparisonWarnings.generatorSaturated }
        )
    }
}
