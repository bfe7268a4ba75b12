internal import Engine
internal import Reports
internal import Scripting
internal import Statistics
internal import Workload

/// What the command line asks for, validated: everything a run needs.
struct Options {
    let plan: RunPlan
    /// The Lua script that makes the requests.
    let script: Script?
    /// The search for the highest rate; nil where none is asked for.
    let limit: LimitOptions?
    /// What must hold of what is measured.
    let assertions: [Assertion]
    /// Which distributions of latencies the report shows.
    let distribution: WrkReport.Distribution
    /// The percentiles that are shown with their intervals; nil where they were not asked for.
    let percentiles: [Double]?
    /// Whether a line for each interval is printed while the run goes on.
    let showsIntervals: Bool
    /// Where a line of JSON for each interval goes; nil for nowhere.
    let intervalJSON: JSONDestination?
    let isQuiet: Bool
    /// Whether it is a failure that the client itself was the limit, or that nothing certain was found.
    let isStrict: Bool
    /// Where the JSON result goes; nil for nowhere.
    let json: JSONDestination?

    /// Whether standard output is for JSON alone.
    var hasJSONOutput: Bool { json == .standardOutput || intervalJSON == .standardOutput }

    /// Judges what was typed: the values in their order, the URL, then what must fit together.
    ///
    /// - Throws: `UsageError`, with wrk's sentence where wrk has one.
    init(_ arguments: Arguments) throws(UsageError) {
        var values = OptionValues()
        for (option, value) in arguments.options {
            do {
                try values.set(option, value)
            } catch {
                throw UsageError("\(option.name): \(error.message)")
            }
        }
        guard let url = arguments.operands.first else { throw UsageError("no URL given") }
        guard arguments.operands.count == 1 || values.request.scriptFile != nil else {
            throw UsageError("one URL is expected, but there is also '\(arguments.operands[1])'")
        }
        let target = try UsageError.wrapping { () throws(WorkloadError) in try TargetURL(url) }
        try values.checkTogether()
        var connection = values.connection
        if let pipeline = values.pipeline { connection.streams = pipeline }
        let load = values.load
        let duration = values.duration ?? (values.requests == nil ? OptionValues.defaultDuration : nil)
        let openLoad = load.open(duration: duration)
        var plan = RunPlan(
            url: url,
            target: target,
            mix: try values.request.mix(for: target),
            options: connection,
            engine: values.engine,
            eventLoop: values.eventLoop,
            connections: values.connections,
            threads: values.threads,
            duration: openLoad.map(\.duration) ?? duration,
            requests: values.requests,
            timeout: values.connection.connectTimeoutNanoseconds,
            correctsAsWrk: values.correctsAsWrk,
            tool: Version.tool
        )
        plan.keepsGoing = values.keepsGoing
        limit = LimitOptions(values)
        assertions = values.assertions
        let percentiles = (values.percentiles ?? []) + (limit?.conditions ?? values.assertions).percentiles
        plan.percentiles = Set(plan.percentiles + percentiles).sorted()
        plan.interval = values.interval ?? plan.interval
        plan.load = openLoad
        plan.thinkTime = load.thinkTime
        plan.warmup = load.warmup ?? (limit == nil ? 0 : LimitOptions.defaultWarmup)
        plan.drain = load.drain
        self.plan = plan
        script = try values.request.script(
            for: target,
            arguments.operands,
            keepsAlive: connection.keepsAlive
        )
        self.percentiles = values.percentiles
        distribution = values.showsService ? .responseAndService : values.showsLatency ? .latency : .none
        showsIntervals = values.interval != nil
        intervalJSON = values.intervalJSON
        isQuiet = values.isQuiet
        isStrict = values.isStrict
        json = values.json
    }
}
