internal import CPlatform
internal import Engine
internal import Glibc
internal import Reports
internal import Statistics

/// `squall compare` with builds that are loaded: rounds until enough is known, then the report.
struct Compare {
    let options: CompareOptions
    let stop = StopFlag()
    let builds: [ComparedBuild]
    let seed: UInt64
    var series: ComparisonSeries
    /// Of the baseline and its second slot; empty without one.
    var control: ComparisonSeries
    /// What is asked of a build in each slot; nil before the first start.
    var config: RunResult.Config?
    /// The first and the last result of a slot, for what they tell of the machine and the time.
    var ends: (first: RunResult, last: RunResult)?
    let begin = cplatform_monotonic_ns()
    let report: ComparisonReport

    /// Gets ready, without starting anything.
    init(_ options: CompareOptions, _ sources: [ComparedBuild.Source]) {
        self.options = options
        seed = options.seed ?? UInt64.random(in: 0...999_999_999)
        var roles: [(ComparisonRole, ComparedBuild.Source)] = [(.baseline, sources[0]), (.candidate, sources[1])]
        if options.hasControl { roles.append((.control, sources[0])) }
        let stop = stop
        builds = roles.map { role, source in
            let given = role == .control ? nil : options.names?[role == .baseline ? 0 : 1]
            let name = given ?? (options.calibrates && role == .candidate ? "again" : role.rawValue)
            return ComparedBuild(role, name: name, source, startTimeout: options.startTimeout, stop: stop)
        }
        let perStart = options.startsServers ? CompareOptions.roundsPerStart : nil
        series = ComparisonSeries(gates: options.gates, looks: options.looks, roundsPerStart: perStart)
        control = series
        report = ComparisonReport(showsAllPercentiles: options.showsAllPercentiles)
    }

    /// Compares and reports.
    ///
    /// - Returns: how the program ends.
    mutating func run() -> ExitCode {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_DFL)
        if let problem = options.files.problem {
            complain(problem)
            return .usage
        }
        let interrupt = Interrupt(stop: stop)
        var failure: ComparedBuild.Failure?
        var look: Int?
        do throws(ComparedBuild.Failure) {
            look = try makeRounds()
        } catch {
            // A start that is given up because of Ctrl-C is no failure.
            failure = stop.isSet ? nil : error
        }
        for build in builds { build.end() }
        // Before a server has answered there is nothing to tell but why.
        guard let config else {
            if let failure { tell(failure) }
            return stop.isSet ? .interrupted : .notMeasured
        }
        let code = finish(config, look, failure)
        interrupt.reported()
        return code
    }

    /// Where the text goes: a result on standard output has it for itself.
    var text: StandardStream { options.files.onStandardOutput == nil ? .output : .error }

    /// Tells why there is no result.
    func tell(_ failure: ComparedBuild.Failure) {
        complain(failure.message)
        GitHubActions.current?.tell(failure: failure.message, on: text)
    }

    private func showHeader() {
        guard let config else { return }
        text.write(report.header(builds.map(\.result), config, design))
    }

    // MARK: - Rounds

    /// Makes rounds until they say enough, or it is stopped.
    ///
    /// - Returns: the number of the look at which it ended, from 1; nil where it was stopped.
    mutating func makeRounds() throws(ComparedBuild.Failure) -> Int? {
        var rounds = ComparisonRounds(seed: seed)
        // The coin's own sequence is for the order of slots alone.
        var starts = SplitMix64(seed: ~seed)
        let progress = CompareProgress(isShown: StandardStream.error.isTerminal && !options.isQuiet)
        defer { progress.end() }
        var isFirst = true
        while !stop.isSet {
            if isFirst || options.startsServers && series.rounds.count % CompareOptions.roundsPerStart == 0 {
                try start(&starts, isFirst: isFirst, rounds)
                if stop.isSet { return nil }
                isFirst = false
            }
            guard let outcome = try next(&rounds) else { return nil }
            series.add(outcome.round)
            if let round = outcome.round.ofControl { control.add(round) }
            progress.show(series)
            if hasNoCommonWork { return options.looks.looks.count }
            guard let look = series.look else { continue }
            let findings = series.findings(alpha: look.alpha)
            let judgement = judgement(findings, alpha: look.alpha)
            let isDecided = series.isOver(findings) || [.worse, .notComparable].contains(judgement.verdict)
            if series.isLast || isDecided && !options.calibrates {
                return options.looks.looks.firstIndex(of: look).map { $0 + 1 }
            }
        }
        return nil
    }

    /// Starts all builds anew, in random order, and loads them for a moment.
    mutating func start(
        _ random: inout SplitMix64,
        isFirst: Bool,
        _ rounds: ComparisonRounds
    ) throws(ComparedBuild.Failure) {
        for build in builds { build.end() }
        for build in builds.shuffled(using: &random) { try build.start() }
        if isFirst {
            config = builds[0].rounds.map { rounds.config($0) }
            showHeader()
        }
        var warmups: [RunResult] = []
        for build in builds where !stop.isSet {
            guard let target = build.rounds else { continue }
            let time = isFirst ? options.warmup : min(options.warmup, Compare.warmupOfRestart)
            let result = rounds.warmUp(target, nanoseconds: time)
            if let failure = build.failure { throw failure }
            warmups.append(result)
            guard result.targets[0].counts.completed > 0 || stop.isSet else {
                throw ComparedBuild.Failure(message: "\(build.name): \(Verdict.failure(of: result) ?? "no answer")")
            }
        }
        if !stop.isSet, warmups.allSatisfy({ $0.targets[0].counts.ok == 0 }) {
            let reason = Verdict.failure(of: warmups[0]) ?? "no request succeeded"
            throw ComparedBuild.Failure(message: "at both builds \(reason)")
        }
    }

    /// Nanoseconds of load after servers have been started anew.
    static let warmupOfRestart: UInt64 = 300_000_000

    /// Makes a round.
    ///
    /// - Returns: nil where it was stopped.
    mutating func next(
        _ rounds: inout ComparisonRounds
    ) throws(ComparedBuild.Failure) -> ComparisonRounds.Outcome? {
        let targets = builds.compactMap(\.rounds)
        let number = series.rounds.count + 1
        let outcome = rounds.next(targets[0], targets[1], control: targets.count > 2 ? targets[2] : nil)
        for build in builds {
            if let failure = build.failure { throw failure }
        }
        guard let outcome else {
            guard stop.isSet else {
                throw ComparedBuild.Failure(message: "a script ended round \(number), or did not come back from it")
            }
            return nil
        }
        for build in builds {
            guard let slot = outcome.round.slot(build.role), let result = outcome.results[build.role] else { continue }
            build.take(slot, result)
            ends = (ends?.first ?? result, result)
            guard slot.counts.completed > 0 else {
                let reason = Verdict.failure(of: result) ?? "no request was answered"
                throw ComparedBuild.Failure(message: "\(build.name), in round \(number): \(reason)")
            }
        }
        return outcome
    }

    /// Whether a build has no success at all where the other has: no more rounds are needed to see that.
    var hasNoCommonWork: Bool {
        let successes = [series.rounds.map(\.baseline), series.rounds.map(\.candidate)].map { slots in
            slots.reduce(0) { $0 + $1.counts.ok }
        }
        return successes.contains(0) && ComparisonErrors(series.rounds).difference != nil
    }

    func judgement(_ findings: [ComparisonSeries.Finding], alpha: Double) -> ComparisonJudgement {
        ComparisonJudgement(
            findings,
            control: options.hasControl ? control.findings(alpha: alpha) : [],
            errors: ComparisonErrors(series.rounds),
            overloaded: overloaded
        )
    }

    /// The builds that do not keep the rate that is due.
    var overloaded: Set<ComparisonRole> {
        guard config?.loop == "open" else { return [] }
        let slots: [(ComparisonRole, [ComparisonSlot])] = [
            (.baseline, series.rounds.map(\.baseline)), (.candidate, series.rounds.map(\.candidate)),
        ]
        return Set(slots.filter { ComparisonOverload.isOverloaded($0.1) }.map(\.0))
    }
}
