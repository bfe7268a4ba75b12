internal import Engine
internal import Glibc
internal import Processes
internal import Reports
internal import Scripting
internal import Statistics
internal import Workload

/// A run or a search, of a server that is there or is started for it: `squall URL` and `squall smoke`.
struct Benchmark {
    let options: Options
    /// The descriptor of standard output: a script's own output must not get between the JSON that goes there.
    private let output: Int32

    init(options: Options) {
        self.options = options
        let isMixed = options.givesOutputAway && options.parts.script != nil
        output = isMixed ? StandardStream.divertOutput() : StandardStream.output.rawValue
    }

    /// Prepares, runs, reports.
    ///
    /// - Returns: how the program ends.
    func run() -> ExitCode {
        signal(SIGPIPE, SIG_IGN)
        // A shell has its background jobs ignore Ctrl-C; as with wrk, it ends a benchmark wherever that runs.
        signal(SIGINT, SIG_DFL)
        if let problem = options.files.problem {
            complain(problem)
            return .usage
        }
        do {
            return try run(StopFlag(), try openIntervalJSON())
        } catch let error as EngineError {
            // wrk's sentences come without the program's name.
            return failed(error.description, isNamed: !error.isWrks, error.isUsers ? .usage : .notMeasured)
        } catch let error as ManagedServer.Failure {
            return failed(error.description, .notMeasured)
        } catch {
            return failed("\(error)", .usage)
        }
    }

    /// Tells why nothing was measured.
    ///
    /// - Parameter isNamed: whether the sentence comes with the program's name.
    private func failed(_ sentence: String, isNamed: Bool = true, _ code: ExitCode) -> ExitCode {
        if isNamed { complain(sentence) } else { StandardStream.error.write("\(sentence)\n") }
        if options.isJudged { GitHubActions.current?.tell(failure: sentence, on: text) }
        options.files.write(failure: sentence, of: options.isSmoke ? "smoke" : "run", output: output)
        return code
    }

    private func run(_ stop: StopFlag, _ intervalJSON: Int32?) throws -> ExitCode {
        var parts = options.parts
        let server = try options.served.map { served in
            let server = try ManagedServer(
                served.command,
                options.readiness,
                grace: SmokeDefaults.grace(options.assertions)
            )
            try parts.aim(at: served.at(server.host, port: server.port))
            return server
        }
        var interrupt: Interrupt?
        var earlier: RunResult?
        while true {
            let script = try parts.makeScript(hasRate: parts.plan.load != nil || options.limit != nil)
            parts.plan.sources = script?.threads ?? []
            var measured = try measure(parts.plan, intervalJSON, server, stop) {
                // Until here nothing was measured that Ctrl-C could save.
                interrupt = interrupt ?? Interrupt(stop: [stop])
            }
            // Ctrl-C from here on stops nothing that is measured.
            let wasStopped = stop.isSet
            // What is asked of the server's end is judged when it has ended.
            judge(&measured, by: options.assertions.filter { $0.metric != .shutdown }, earlier, wasStopped: wasStopped)
            if earlier == nil, options.confirms, measured.code == .broken {
                text.write(body(measured.result) + "\nAn assertion is broken; once more (--confirm):\n\n")
                earlier = measured.result
                guard finish(script, measured) else { return .notMeasured }
                continue
            }
            if let server {
                end(server, &measured)
                judge(&measured, by: options.assertions, earlier, wasStopped: wasStopped)
            }
            let isReported = report(measured, server)
            // A thread that is still in its script uses what would be given back from here on.
            if measured.isStuck { _exit(ExitCode.notMeasured.rawValue) }
            interrupt?.reported()
            return finish(script, measured) && isReported ? measured.code : .notMeasured
        }
    }

    /// What came of a run or a search.
    struct Measured {
        var result: RunResult
        /// The rates of the threads, for a script's `done`.
        var rates: [UInt64] = []
        /// Whether threads are still in their script.
        let isStuck: Bool
        /// Why the lines of JSON could not be written; nil if they were.
        var problem: String?
        /// Whether the server that was started for it ended by itself.
        private(set) var hasServerEnded = false
        /// How the program ends after it.
        var code = ExitCode.done

        init(result: RunResult, rates: [UInt64] = [], isStuck: Bool, problem: String? = nil) {
            self.result = result
            self.rates = rates
            self.isStuck = isStuck
            self.problem = problem
        }

        /// Says in the result where the server that was started for it has ended by itself.
        mutating func takeEnd(of server: ManagedServer) {
            guard !hasServerEnded, let failure = server.failure else { return }
            hasServerEnded = true
            result.warnings.append(
                RunResult.Warning(code: RunResult.Warning.serverEnded, message: failure.description)
            )
        }
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
    var text: StandardStream { options.givesOutputAway ? .error : .output }

    /// Runs once or searches, over connections that are opened for it and closed after it.
    ///
    /// - Parameter ready: called when they are open.
    private func measure(
        _ plan: RunPlan,
        _ intervalJSON: Int32?,
        _ server: ManagedServer?,
        _ stop: StopFlag,
        ready: () -> Void
    ) throws -> Measured {
        let pool: WorkerPool
        do {
            pool = try WorkerPool(plan, stop: stop)
        } catch {
            // What became of the server says more than that it cannot be reached.
            throw server?.failure ?? error
        }
        ready()
        // Lua writes through the C library, which keeps it for a while.
        fflush(nil)
        var measured = options.limit.map { search($0, on: pool) } ?? measure(pool, intervalJSON, server, stop)
        fflush(nil)
        // Threads that are still in their script use them.
        if measured.isStuck { _ = Unmanaged.passRetained(pool) }
        warn(&measured)
        return measured
    }

    /// Ends the server, and takes down how that went.
    private func end(_ server: ManagedServer, _ measured: inout Measured) {
        switch server.stop() {
        case .stopped(nil): break
        case .stopped(let ending?):
            let warning = RunResult.Warning(
                code: RunResult.Warning.uncleanEnd,
                message: "the server \(ending) after SIGTERM"
            )
            measured.result.warnings.append(warning)
        case .hadEnded:
            measured.takeEnd(of: server)
        case .killed:
            let grace = AssertionMetric.Quantity.time.text(SmokeDefaults.grace(options.assertions) * 1e9)
            measured.result.warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.ignoredSIGTERM,
                    message: "the server did not end within \(grace) of SIGTERM, and was killed"
                )
            )
        }
        measured.result.targets[0].shutdownSeconds = server.stopSeconds
    }

    /// Runs once, and tells of its intervals.
    private func measure(
        _ pool: WorkerPool,
        _ intervalJSON: Int32?,
        _ server: ManagedServer?,
        _ stop: StopFlag
    ) -> Measured {
        let run = Run(pool)
        text.write(WrkReport.header(pool.config, url: pool.url))
        let destinations = IntervalLines.Destinations(
            text: options.showsIntervals && (options.intervalJSON == nil || !options.isQuiet),
            json: intervalJSON,
            progress: StandardStream.error.isTerminal && !options.isQuiet
        )
        let lines = destinations.isEmpty ? nil : IntervalLines(of: run, to: destinations)
        let before = server?.cpuSeconds()
        let watch = server.map { ServerWatch($0, stop: stop) }
        var result = run.perform()
        watch?.stop()
        // Of processes that have ended it is not known.
        if let before, let server, server.failure == nil, let after = server.cpuSeconds() {
            result.targets[0].setServerTime(after - before)
        }
        // The same in each run: its port is another one each time.
        if let served = options.served { result.targets[0].name = served.url }
        var measured = Measured(result: result, rates: run.rates, isStuck: run.isStuck, problem: lines?.stop())
        if let server { measured.takeEnd(of: server) }
        return measured
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

    /// Says in the result why the run ended before its time.
    private func warn(_ measured: inout Measured) {
        let hasFailed = measured.result.targets.contains { !$0.scriptErrors.isEmpty }
        if hasFailed, !options.parts.plan.keepsGoing {
            measured.result.warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.scriptFailed,
                    message: "the script failed, which ended the run; --keep-going goes on"
                )
            )
        }
    }

    /// Judges what was measured.
    ///
    /// - Parameter earlier: what was measured before, in which an assertion was broken; nil for the first time.
    private func judge(
        _ measured: inout Measured,
        by assertions: [Assertion],
        _ earlier: RunResult?,
        wasStopped: Bool
    ) {
        var result = measured.result
        result.assertions = result.targets.flatMap { target in
            assertions.map { RunResult.AssertionResult($0, target) }
        }
        if let earlier { result.assertions.confirm(earlier.assertions) }
        let hasEndedItself = result.warnings.contains {
            [RunResult.Warning.scriptFailed, RunResult.Warning.serverEnded].contains($0.code)
        }
        let isForgiven = wasStopped && !hasEndedItself
        var code: ExitCode = Verdict.failure(of: result) == nil || isForgiven ? .done : .notMeasured
        if code == .done {
            if wasStopped, options.isSmoke {
                code = .interrupted
            } else if let search = result.search {
                code = Benchmark.code(of: search, isStrict: options.isStrict, wasStopped: wasStopped)
            } else {
                code = verdict(of: result)
            }
        }
        if measured.problem != nil || measured.isStuck { code = .notMeasured }
        result.exitCode = Int(code.rawValue)
        measured.code = code
        measured.result = result
    }

    /// Prints and writes what was measured.
    ///
    /// - Parameter server: the server that was started for it; nil where there is none.
    /// - Returns: whether all of it could be written.
    private func report(_ measured: Measured, _ server: ManagedServer?) -> Bool {
        let result = measured.result
        let isShown = text.write(
            body(result) + (options.isSmoke ? "\n\(SmokeVerdict.line(result))\n" : "")
        )
        if !isShown { complain("the report cannot be written: \(lastSystemError())") }
        for note in Notes.lines(result, showsPercentiles: options.distribution != .none) {
            StandardStream.error.write("note: \(note)\n")
        }
        let failure = Verdict.failure(of: result)
        if let failure { complain(failure) }
        // Of one that ended by itself it is a part of the failure.
        let mayTell =
            measured.code == .broken || failure != nil
            || result.warnings.contains { $0.code == RunResult.Warning.uncleanEnd }
        if mayTell, !measured.hasServerEnded, let output = server?.output {
            StandardStream.error.write("note: the server printed last:\n\(output)\n")
        }
        if let problem = measured.problem {
            complain("--interval-json \(options.intervalJSON?.description ?? ""): \(problem)")
        }
        let saved = SavedResult.run(result)
        if options.isJudged { GitHubActions.current?.tell(saved, words: options.words, on: text) }
        return options.files.write(saved, words: options.words, output: output) && isShown
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
}

/// Says on standard error what is wrong.
func complain(_ sentence: String) {
    StandardStream.error.write("squall: \(sentence)\n")
}

/// What `errno` says, to be asked right after the call that failed.
func lastSystemError() -> String {
    String(cString: strerror(errno))
}
