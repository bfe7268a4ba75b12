internal import Engine
internal import Processes
internal import Reports
internal import Scripting
internal import Statistics
internal import Workload

/// What the command line asks for, validated: everything a run needs.
struct Options {
    /// What is sent, how and to where.
    let parts: RunParts
    /// The server that is started for it; nil where it runs already.
    let served: ServedURL?
    /// The search for the highest rate; nil where none is asked for.
    let limit: LimitOptions?
    /// What must hold of what is measured.
    let assertions: [Assertion]
    /// Whether it is `squall smoke`.
    let isSmoke: Bool
    /// Whether it passes or fails, which a job of CI is to be told of.
    var isJudged: Bool { isSmoke || !assertions.isEmpty }
    /// When a server that is started is ready.
    let readiness: Readiness
    /// Whether an assertion that is broken must be broken once more.
    let confirms: Bool
    /// Which distributions of latencies the report shows.
    let distribution: WrkReport.Distribution
    /// The percentiles that are shown with their intervals; nil where they were not asked for.
    let percentiles: [Double]?
    /// Whether a line for each interval is printed while the run goes on.
    let showsIntervals: Bool
    /// Where a line of JSON for each interval goes; nil for nowhere.
    let intervalJSON: OutputDestination?
    let isQuiet: Bool
    /// Whether it is a failure that the client itself was the limit, or that nothing certain was found.
    let isStrict: Bool
    /// The files that the result goes into.
    let files: ResultFiles
    /// The command line, to be repeated.
    let words: [String]

    /// Whether standard output is for programs, and has no report.
    var givesOutputAway: Bool { files.onStandardOutput != nil || intervalJSON == .standardOutput }

    /// Judges what was typed: the values in their order, the URL, then what must fit together.
    ///
    /// - Throws: `UsageError`, with wrk's sentence where wrk has one.
    init(_ arguments: Arguments) throws(UsageError) {
        let values = try OptionValues(arguments)
        try values.checkTogether()
        if values.serve == nil, let condition = values.assertions.first(where: \.metric.isOfServer) {
            throw UsageError(
                "--assert: \(condition.figure) is known of a server that squall starts (squall smoke --serve)"
            )
        }
        if values.load.rate == nil, values.load.stages == nil,
            values.assertions.contains(where: { $0.metric == .achievedRate })
        {
            throw UsageError("--assert: achieved_rate is the share of what is due by a rate; add -R or --stages")
        }
        if values.serve == nil, let option = [Arguments.Option.startTimeout, .ready].first(where: arguments.has) {
            throw UsageError("\(option.name): no server is started; remove it, or add --serve COMMAND")
        }
        let served = try values.serve.map { command throws(UsageError) in
            try ServedURL(command: command, operands: arguments.operands, values.readiness)
        }
        self.served = served
        parts = try RunParts(values, operands: served.map { [$0.placeholder] } ?? arguments.operands)
        limit = LimitOptions(values)
        assertions =
            try arguments.command == .smoke ? SmokeDefaults.assertions(values, parts.plan.mix) : values.assertions
        isSmoke = arguments.command == .smoke
        readiness = values.readiness
        confirms = values.confirms
        self.percentiles = values.percentiles
        distribution = values.showsService ? .responseAndService : values.showsLatency ? .latency : .none
        showsIntervals = values.interval != nil
        intervalJSON = values.intervalJSON
        isQuiet = values.isQuiet
        isStrict = values.isStrict
        files = values.files
        words = arguments.words
    }
}
