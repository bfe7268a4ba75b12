internal import Engine
internal import Glibc
internal import Reports
internal import Statistics

/// `squall compare` with builds that are loaded: rounds until enough is known, then the report.
struct Compare {
    let options: CompareOptions
    let builds: [ComparedBuild]
    let seed: UInt64
    let report: ComparisonReport
    /// The descriptor of standard output: a script's own output must not get between the result that goes there.
    let output: Int32
    private let interrupted = StopFlag()
    private(set) var series: ComparisonSeries
    /// Of the baseline and its second slot; empty without one.
    private(set) var control: ComparisonSeries
    private(set) var rounds: ComparisonRounds
    /// What is asked of a build in each slot; nil before the first start.
    private(set) var config: RunResult.Config?
    /// The last result of a slot, for what it tells of the machine.
    private(set) var last: RunResult?

    /// Why there are no more rounds.
    enum End {
        /// Enough is known, or it was the last look.
        ///
        /// - Parameter look: its number, from 0; nil where what the builds do has nothing in common.
        case judged(ComparisonJudgement, look: Int?)
        case interrupted
        case failed(ComparedBuild.Failure)
    }

    /// Gets ready, without starting anything.
    init(_ options: CompareOptions, _ sources: [ComparedBuild.Source]) {
        self.options = options
        seed = options.seed ?? UInt64.random(in: 0...999_999_999)
        var roles: [(ComparisonRole, ComparedBuild.Source)] = [(.baseline, sources[0]), (.candidate, sources[1])]
        if options.hasControl { roles.append((.control, sources[0])) }
        builds = roles.map { role, source in
            let given = role == .control ? nil : options.names?[role == .baseline ? 0 : 1]
            let name = given ?? (options.calibrates && role == .candidate ? "again" : role.rawValue)
            return ComparedBuild(role, name: name, source, readiness: options.readiness)
        }
        series = ComparisonSeries(
            gates: options.gates,
            looks: options.looks,
            roundsPerStart: CompareOptions.roundsPerStart
        )
        control = series
        rounds = ComparisonRounds(seed: seed)
        report = ComparisonReport(showsAllPercentiles: options.showsAllPercentiles)
        let isMixed = options.files.onStandardOutput != nil && sources.contains { $0.parts.script != nil }
        output = isMixed ? StandardStream.divertOutput() : StandardStream.output.rawValue
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
        let interrupt = Interrupt(stop: [interrupted] + builds.map(\.stop))
        let end: End
        do throws(ComparedBuild.Failure) {
            end = try makeRounds()
        } catch {
            // A start that is given up because of Ctrl-C is no failure.
            end = interrupted.isSet && !error.isStuck ? .interrupted : .failed(error)
        }
        if case .failed(let failure) = end, failure.isStuck {
            // A thread that is still in its script uses what would be given back; the servers end with the program.
            _ = finish(end)
            fflush(nil)
            _exit(ExitCode.notMeasured.rawValue)
        }
        endBuilds()
        let code = finish(end)
        interrupt.reported()
        return code
    }

    /// Where the text goes: a result on standard output has it for itself.
    var text: StandardStream { options.files.onStandardOutput == nil ? .output : .error }

    // MARK: - Rounds

    /// Makes rounds until they say enough, or it is stopped.
    private mutating func makeRounds() throws(ComparedBuild.Failure) -> End {
        // Other choices than those of the coin.
        var starts = SplitMix64(seed: ~seed)
        let progress = CompareProgress(isShown: StandardStream.error.isTerminal && !options.isQuiet)
        defer { progress.end() }
        while !interrupted.isSet {
            if series.rounds.count % CompareOptions.roundsPerStart == 0 {
                try start(&starts)
                if interrupted.isSet { break }
            }
            guard let outcome = try next() else { break }
            series.add(outcome.round)
            if let round = outcome.round.ofControl { control.add(round) }
            progress.show(series)
            let looks = options.looks.looks
            if series.hasNothingInCommon(alpha: looks[0].alpha) {
                return .judged(judgement(at: looks.count - 1), look: nil)
            }
            guard let look = series.look else { continue }
            guard !options.calibrates else {
                if series.isLast { return .judged(.calibrated, look: look) }
                continue
            }
            let judgement = judgement(at: look)
            if series.isLast || !judgement.isOpen { return .judged(judgement, look: look) }
        }
        return .interrupted
    }

    /// Starts all builds anew, or opens new connections to them, and loads them for a moment.
    ///
    /// In random order: none is always the one that was loaded last.
    private mutating func start(_ random: inout SplitMix64) throws(ComparedBuild.Failure) {
        let isFirst = series.rounds.isEmpty
        endBuilds()
        let order = builds.shuffled(using: &random)
        for build in order { try build.startServer() }
        var warmups: [RunResult] = []
        for build in order where !interrupted.isSet {
            try build.connect()
            guard let target = build.rounds else { continue }
            if config == nil {
                config = rounds.config(target)
                config?.warmupSeconds = Double(options.warmup) / 1e9
                showHeader()
            }
            let result = try finished { () throws(ComparisonRounds.Unfinished) in
                try rounds.warmUp(target, nanoseconds: isFirst ? options.warmup : options.warmupOfRestart)
            }
            if let failure = build.failure { throw failure }
            guard let result else { return }
            // At a low rate nothing may have been due; and later on a warm-up without an answer may be a stall, as a slot may.
            guard isFirst, result.targets[0].counts.due > 0 else { continue }
            guard result.targets[0].counts.completed > 0 else {
                throw build.failure(Verdict.failure(of: result) ?? "no answer")
            }
            warmups.append(result)
        }
        if !interrupted.isSet, let first = warmups.first, warmups.allSatisfy({ $0.targets[0].counts.ok == 0 }) {
            let reason = Verdict.failure(of: first) ?? "no request succeeded"
            // Of builds that fail alike one says why.
            throw builds[0].failure(reason, at: "at both builds")
        }
    }

    /// Closes all connections, and ends all servers at once: each may take its time.
    private func endBuilds() {
        for build in builds { build.askToEnd() }
        for build in builds { build.end() }
    }

    private func showHeader() {
        guard let config else { return }
        // Of builds that are not connected yet the URL is known, or the command.
        text.write(report.header(builds.map(\.result), config, design))
    }

    /// What `run` gives; nil where Ctrl-C ended it.
    private func finished<Value>(
        _ run: () throws(ComparisonRounds.Unfinished) -> Value
    ) throws(ComparedBuild.Failure) -> Value? {
        do throws(ComparisonRounds.Unfinished) {
            return try run()
        } catch {
            if error.isStuck {
                throw ComparedBuild.Failure(message: "a script did not come back", isStuck: true)
            }
            guard !interrupted.isSet else { return nil }
            let reason = error.result.targets[0].scriptErrors.first.map { "a script failed: \($0.message)" }
            throw ComparedBuild.Failure(message: reason ?? "a script ended round \(series.rounds.count + 1)")
        }
    }

    /// Makes a round.
    ///
    /// - Returns: nil where it was stopped.
    private mutating func next() throws(ComparedBuild.Failure) -> ComparisonRounds.Outcome? {
        let targets = builds.compactMap(\.rounds)
        var rounds = rounds
        let outcome = try finished { () throws(ComparisonRounds.Unfinished) in
            try rounds.next(targets[0], targets[1], control: targets.count > 2 ? targets[2] : nil)
        }
        self.rounds = rounds
        for build in builds {
            if let failure = build.failure { throw failure }
        }
        guard let outcome else { return nil }
        let slots = builds.compactMap { build in
            outcome.round.slot(build.role).flatMap { slot in outcome.results[build.role].map { (build, slot, $0) } }
        }
        for (build, slot, result) in slots where !build.isAlive(after: slot) {
            let reason = Verdict.failure(of: result) ?? "no request was answered"
            let rounds = "\(ComparedBuild.mostSilentSlots) rounds in a row up to \(series.rounds.count + 1)"
            throw build.failure(reason, at: "\(build.name), in \(rounds)")
        }
        for (build, slot, result) in slots { build.take(slot, result) }
        last = slots.last?.2
        return outcome
    }

    // MARK: - Judging

    /// What is said at a look.
    private func judgement(at look: Int) -> ComparisonJudgement {
        let alpha = options.looks.looks[look].alpha
        return ComparisonJudgement(
            series.findings(alpha: alpha),
            control: options.hasControl ? control.findings(alpha: alpha) : [],
            errors: series.errors(alpha: alpha),
            overloaded: overloaded(alpha: alpha)
        )
    }

    /// The builds that do not keep the rate that is due.
    func overloaded(alpha: Double) -> Set<ComparisonRole> {
        guard config?.loop == "open" else { return [] }
        let slots: [(ComparisonRole, [ComparisonSlot])] = [
            (.baseline, series.rounds.map(\.baseline)), (.candidate, series.rounds.map(\.candidate)),
        ]
        let settled = ComparisonRounds.settleSeconds
        return Set(slots.filter { ComparisonOverload.isOverloaded($0.1, settled: settled, alpha: alpha) }.map(\.0))
    }
}
