internal import Engine
internal import Glibc
internal import Reports
internal import Scripting
internal import Statistics
internal import Workload

/// The command without a name: runs what the options ask for and reports it.
struct Benchmark {
    let options: Options
    /// The descriptor of standard output: a script's own output must not get between the JSON that goes there.
    private let output: Int32

    init(options: Options) {
        self.options = options
        let isMixed = options.hasJSONOutput && options.script != nil
        output = isMixed ? StandardStream.divertOutput() : StandardStream.output.rawValue
    }

    /// Prepares, runs, reports.
    ///
    /// - Returns: how the program ends.
    func run() -> ExitCode {
        signal(SIGPIPE, SIG_IGN)
        // A shell has its background jobs ignore Ctrl-C; as with wrk, it ends a benchmark wherever that runs.
        signal(SIGINT, SIG_DFL)
        if case .file(let path) = options.json, let problem = FileAccess.problem(writing: path) {
            complain("--json \(path): \(problem)")
            return .usage
        }
        let stop = StopFlag()
        let intervalJSON: Int32?
        do throws(UsageError) {
            intervalJSON = try openIntervalJSON()
        } catch {
            complain(error.message)
            return .usage
        }
        do throws(ScriptError) {
            let script = try makeScript()
            do throws(EngineError) {
                return try run(script, stop, intervalJSON)
            } catch {
                // wrk's sentences come without the program's name.
                if error.isWrks { StandardStream.error.write("\(error)\n") } else { complain(error.description) }
                return error.isUsers ? .usage : .notMeasured
            }
        } catch {
            complain(error.description)
            return .usage
        }
    }

    /// The states of the script, `setup` and `init` done; nil without a script.
    private func makeScript() throws(ScriptError) -> ScriptMain? {
        guard let script = options.script else { return nil }
        let plan = options.plan
        let main = try ScriptMain(script, threads: plan.threads, resolves: plan.options.goesToTarget)
        let hasRate = plan.load != nil || options.limit != nil
        if hasRate || plan.thinkTime != nil, main.threads.contains(where: \.delays) {
            let option =
                hasRate ? "a rate says when requests are due" : "--think says how long connections rest"
            throw ScriptError("\(script.name): its delay() has no meaning where \(option); remove one of them")
        }
        return main
    }

    private func run(
        _ script: ScriptMain?,
        _ stop: StopFlag,
        _ intervalJSON: Int32?
    ) throws(EngineError) -> ExitCode {
        var plan = options.plan
        plan.sources = script?.threads ?? []
        let pool = try WorkerPool(plan, stop: stop)
        // Until here nothing was measured that Ctrl-C could save.
        let interrupt = Interrupt(stop: stop)
        // Lua writes through the C library, which keeps it for a while.
        fflush(nil)
        let outcome = options.limit.map { search($0, on: pool) } ?? measure(pool, intervalJSON)
        fflush(nil)
        let code = report(outcome, wasStopped: stop.isSet)
        // A thread that is still in its script uses what would be given back from here on.
        if outcome.isStuck { _exit(ExitCode.notMeasured.rawValue) }
        interrupt.reported()
        return finish(script, outcome) ? code : .notMeasured
    }

    /// What came of a run or a search.
    struct Measured {
        let result: RunResult
        /// The rates of the threads, for a script's `done`.
        var rates: [UInt64] = []
        /// Whether threads are still in their script.
        let isStuck: Bool
        /// Why the lines of JSON could not be written; nil if they were.
        var problem: String?
    }

    /// Runs the script's `done`.
    private func finish(_ script: ScriptMain?, _ measured: Measured) -> Bool {
        defer { fflush(nil) }
        do throws(ScriptError) {
            try script?.finish(ScriptSummary(measured.result, rates: measured.rates))
            return true
        } catch {
            complain(error.description)
            return false
        }
    }

    /// Where the text goes: JSON on standard output has it for itself.
    var text: StandardStream { options.hasJSONOutput ? .error : .output }

    /// Runs once, and tells of its intervals.
    private func measure(_ pool: WorkerPool, _ intervalJSON: Int32?) -> Measured {
        let run = Run(pool)
        text.write(WrkReport.header(pool.config, url: options.plan.url))
        let destinations = IntervalLines.Destinations(
            text: options.showsIntervals && (options.intervalJSON == nil || !options.isQuiet),
            json: intervalJSON,
            progress: StandardStream.error.isTerminal && !options.isQuiet
        )
        let lines = destinations.isEmpty ? nil : IntervalLines(of: run, to: destinations)
        let result = run.perform()
        return Measured(result: result, rates: run.rates, isStuck: run.isStuck, problem: lines?.stop())
    }

    /// A descriptor for the lines of JSON; nil where none are asked for.
    ///
    /// - Throws: why their file cannot be written.
    private func openIntervalJSON() throws(UsageError) -> Int32? {
        guard case .file(let path) = options.intervalJSON else { return options.intervalJSON == nil ? nil : output }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw UsageError("--interval-json \(path): \(lastSystemError())") }
        return file
    }

    private func report(_ measured: Measured, wasStopped: Bool) -> ExitCode {
        var result = measured.result
        result.assertions = result.targets.flatMap { target in
            options.assertions.map { RunResult.AssertionResult($0, target) }
        }
        let scriptFailed =
            !options.plan.keepsGoing && result.targets.contains { $0.errors.contains { $0.kind == .script } }
        let failure =
            scriptFailed ? "the script failed, which ended the run; --keep-going goes on" : Verdict.failure(of: result)
        var code: ExitCode = failure == nil || wasStopped && !scriptFailed ? .done : .notMeasured
        if let search = result.search {
            if code == .done {
                code = Benchmark.code(of: search, isStrict: options.isStrict, wasStopped: wasStopped)
            }
        } else if code == .done {
            code = verdict(of: result)
        }
        if measured.problem != nil || measured.isStuck { code = .notMeasured }
        result.exitCode = Int(code.rawValue)
        let isShown = text.write(body(result))
        if !isShown { complain("the report cannot be written: \(lastSystemError())") }
        for note in Notes.lines(result, showsPercentiles: options.distribution != .none) {
            StandardStream.error.write("note: \(note)\n")
        }
        if let failure { complain(failure) }
        if let problem = measured.problem {
            complain("--interval-json \(options.intervalJSON?.description ?? ""): \(problem)")
        }
        return writeJSON(result) && isShown ? code : .notMeasured
    }

    /// How the program ends after a run that has measured something.
    private func verdict(of result: RunResult) -> ExitCode {
        let verdicts = result.assertions.map(\.verdict)
        if verdicts.contains(.broken) { return .broken }
        if verdicts.contains(.unsupported) { return .notMeasured }
        return options.isStrict && !result.client.reasons.isEmpty ? .clientLimited : .done
    }

    private func body(_ result: RunResult) -> String {
        if let limit = options.limit, let search = result.search {
            return SearchReport(percentiles: limit.percentiles).body(search)
        }
        return WrkReport.body(result, options.distribution, percentiles: options.percentiles)
    }

    private func writeJSON(_ result: RunResult) -> Bool {
        guard let json = options.json else { return true }
        do {
            guard let problem = json.write(try Array(JSONReport.encode(result)), output: output) else { return true }
            complain("--json \(json): \(problem)")
        } catch {
            complain("the result cannot be written as JSON: \(error)")
        }
        return false
    }
}

/// Says on standard error what is wrong.
func complain(_ sentence: String) {
    StandardStream.error.write("squall: \(sentence)\n")
}

/// What `errno` says, to be asked right after the call that failed.
func lastSystemError() -> String {
    String(cString: strerror(errno))
}
