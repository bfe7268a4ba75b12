internal import Engine
internal import Processes
internal import Statistics
internal import Workload

/// What `squall compare` is to do, validated.
struct CompareOptions {
    /// What is compared.
    enum Subject {
        /// Builds that are loaded, the baseline first.
        case builds([ComparedBuild.Source])
        /// Results that are saved, which are shown side by side.
        case files([String])

        /// Whether servers are started.
        var startsServers: Bool {
            if case .builds(let sources) = self { sources.contains { $0.served != nil } } else { false }
        }
    }

    let subject: Subject
    /// What the builds are called; nil where the command line does not say.
    let names: [String]?
    let gates: [ComparisonSeries.Gate]
    let looks: ComparisonLooks
    /// Where the coin begins; nil for anywhere.
    let seed: UInt64?
    /// Nanoseconds of load before the first round, and after servers have been started anew.
    let (warmup, warmupOfRestart): (UInt64, UInt64)
    /// When a server that is started is ready.
    let readiness: Readiness
    let hasControl: Bool
    let calibrates: Bool
    let requiresSame: Bool
    let isStrict: Bool
    let isQuiet: Bool
    let showsAllPercentiles: Bool
    /// The files that the result goes into.
    let files: ResultFiles
    /// The command line, to be repeated.
    let words: [String]
    private let threads: Int

    /// Whether the servers are started.
    var startsServers: Bool { subject.startsServers }

    /// After how many rounds connections are opened anew, and servers started anew where squall starts them.
    ///
    /// A server that runs already, too, is faster or slower on some connections, by which of its threads they come to. With more
    /// rounds, those of the first looks could not decide.
    static let roundsPerStart = 2
    /// What processes of the same build differ by is less.
    private static let leastMarginOfURLs = 0.03
    /// Nanoseconds of load before the first round, and after servers have been started anew.
    private static let usualWarmups: (first: UInt64, later: UInt64) = (2_000_000_000, 300_000_000)
    /// Percentiles that are told of every comparison.
    private static let percentiles: [Double] = [50, 75, 90, 95, 99, 99.9]

    /// Judges what was typed.
    init(_ arguments: Arguments) throws(UsageError) {
        var values = try OptionValues(arguments)
        let parts = values.comparison
        // The seed is the coin's: requests are the same for both builds, and from one comparison to the next.
        seed = values.request.seed
        values.request.seed = nil
        try values.checkTogether()
        subject = try CompareOptions.subject(arguments.operands, values)
        names = parts.names
        looks = CompareOptions.looks(parts)
        gates = try CompareOptions.gates(parts, values.load, looks.looks.last?.rounds ?? 0)
        hasControl = parts.hasControl
        calibrates = parts.calibrates
        requiresSame = parts.requiresSame
        let usual = CompareOptions.usualWarmups
        warmup = values.load.warmup ?? usual.first
        // Processes that go on are warm.
        warmupOfRestart = subject.startsServers ? values.load.warmup ?? usual.later : usual.later
        readiness = values.readiness
        isStrict = values.isStrict
        isQuiet = values.isQuiet
        showsAllPercentiles = values.showsLatency
        files = values.files
        words = arguments.words
        threads = values.threads
        try checkTogether()
        if case .builds = subject, !subject.startsServers,
            let option = [Arguments.Option.startTimeout, .ready].first(where: arguments.has)
        {
            throw UsageError("\(option.name): no server is started; remove it, or use --baseline and --candidate")
        }
        if case .files = subject { try CompareOptions.checkFiles(arguments) }
    }

    /// Two results are only shown: nothing of what is loaded or judged has a meaning.
    private static func checkFiles(_ arguments: Arguments) throws(UsageError) {
        let others = arguments.options.map(\.option).filter { ![.names, .quiet].contains($0) }
        guard let option = others.first else { return }
        throw UsageError(
            "\(option.name): two results are only shown, and not judged; squall report makes files of them"
        )
    }

    private static func subject(_ operands: [String], _ values: OptionValues) throws(UsageError) -> Subject {
        let parts = values.comparison
        let commands = [parts.baseline, parts.candidate].compactMap { $0 }
        if parts.calibrates, parts.candidate != nil {
            throw UsageError("--candidate: --calibrate compares the baseline with itself; remove one of them")
        }
        if !commands.isEmpty {
            guard let baseline = parts.baseline else {
                throw UsageError("--candidate: compared with what? add --baseline COMMAND")
            }
            guard parts.candidate != nil || parts.calibrates else {
                throw UsageError("--baseline: compared with what? add --candidate COMMAND")
            }
            return .builds(
                try [baseline, parts.candidate ?? baseline].map { command throws(UsageError) in
                    let served = try ServedURL(command: command, operands: operands, values.readiness)
                    return ComparedBuild.Source(
                        parts: try RunParts(values, operands: [served.placeholder]),
                        served: served
                    )
                }
            )
        }
        guard operands.count == (parts.calibrates ? 1 : 2) else {
            throw UsageError(
                parts.calibrates
                    ? "one URL is compared with itself, and there are \(operands.count)"
                    : "two URLs are compared, or the results in two files, and there "
                        + (operands.count == 1 ? "is 1" : "are \(operands.count)")
            )
        }
        let areURLs = operands.map { $0.contains("://") }
        if !areURLs.contains(true), !parts.calibrates { return .files(operands) }
        guard !areURLs.contains(false) else {
            throw UsageError("two URLs are compared, or the results in two files, and not one of each")
        }
        return .builds(
            try [operands[0], operands[operands.count - 1]].map { url throws(UsageError) in
                ComparedBuild.Source(parts: try RunParts(values, operands: [url]), served: nil)
            }
        )
    }

    /// What is judged, and then what is only told.
    private static func gates(
        _ parts: ComparisonParts,
        _ load: LoadParts,
        _ rounds: Int
    ) throws(UsageError) -> [ComparisonSeries.Gate] {
        /// Whether so many rounds can have requests enough for it.
        func canJudge(_ metric: ComparisonMetric, in rounds: Int) -> Bool {
            guard let rate = load.rate else { return true }
            var requests = rate * ComparisonRounds.slotSeconds
            // Random arrivals are fewer than on average half of the time, and than this once in a thousand times.
            if load.arrivals == .poisson { requests -= 3.1 * (requests / Double(rounds)).squareRoot() }
            return ComparisonSeries.canJudge(
                metric,
                requestsInSlot: requests,
                rounds: rounds,
                roundsPerStart: roundsPerStart
            )
        }
        let (half, tail) = (ComparisonMetric.percentile(50), ComparisonMetric.percentile(99))
        let usual = load.rate == nil ? [.requestsPerSecond] : canJudge(tail, in: rounds) ? [half, tail] : [half]
        let usualRounds = ComparisonLooks.usual.looks.last?.rounds ?? 0
        if parts.gates == nil, !canJudge(tail, in: rounds), canJudge(tail, in: usualRounds) {
            throw UsageError("--rounds: \(rounds) are too few to compare p99 at this rate; give more, or --gate p50")
        }
        let asked = parts.gates ?? usual.map { ($0, nil) }
        if let metric = asked.map(\.metric).first(where: { !canJudge($0, in: rounds) }) {
            throw UsageError("--rate: too few requests to compare \(metric.name) within \(rounds) rounds; raise it")
        }
        if load.rate != nil, asked.contains(where: { $0.metric == .requestsPerSecond }) {
            throw UsageError("--gate: rps is what --rate says; gate percentiles, as p50,p99")
        }
        let others: [ComparisonMetric] = [.requestsPerSecond, .cpuPerRequest] + percentiles.map { .percentile($0) }
        let gated = asked.map { ComparisonSeries.Gate($0.metric, margin: $0.margin ?? parts.margin, isGated: true) }
        let told = others.filter { metric in !asked.contains { $0.metric == metric } }
        return (gated + told.map { .init($0, margin: parts.margin, isGated: false) })
            .sorted { $0.metric.place < $1.metric.place }
    }

    private static func looks(_ parts: ComparisonParts) -> ComparisonLooks {
        guard let rounds = parts.rounds else { return .usual }
        guard parts.calibrates else { return .once(after: rounds) }
        // A calibration has nothing to decide, and tells of each of the usual looks.
        let usual = ComparisonLooks.usual.looks.filter { $0.rounds < rounds }
        return ComparisonLooks(looks: usual + ComparisonLooks.once(after: rounds).looks)
    }

    private func checkTogether() throws(UsageError) {
        if calibrates, hasControl {
            throw UsageError("--control: --calibrate compares the baseline with itself already; remove one of them")
        }
        if hasControl, names?.contains(ComparisonRole.control.rawValue) == true {
            throw UsageError("--names: control is what --control calls the second baseline; choose another name")
        }
        if calibrates, requiresSame {
            throw UsageError("--require-same: --calibrate judges nothing; remove one of them")
        }
        if gates.contains(where: { $0.metric == .cpuPerRequest && $0.isGated }), !startsServers {
            throw UsageError("--gate: cpu is known of servers that squall starts; use --baseline and --candidate")
        }
        guard threads * (hasControl ? 3 : 2) <= OptionValues.mostThreads else {
            throw UsageError("--threads: each build has its own, and at most \(OptionValues.mostThreads) are possible")
        }
        guard looks.looks.last?.rounds ?? 0 <= ComparisonLooks.mostRounds else {
            throw UsageError("--rounds: at most \(ComparisonLooks.mostRounds) rounds are possible")
        }
        if case .builds = subject, !startsServers, !calibrates,
            gates.contains(where: { $0.isGated && $0.margin < CompareOptions.leastMarginOfURLs })
        {
            throw UsageError(
                "--margin: URLs are one process each, and two of the same build differ by 1 to 2 %; give 3% or more, or have "
                    + "the servers started anew (--baseline, --candidate)"
            )
        }
        let gated = gates.count(where: \.isGated)
        if let last = looks.looks.last {
            let least = SignedRank.fewest(alpha: last.alpha / Double(gated)) * CompareOptions.roundsPerStart
            guard last.rounds >= least else {
                throw UsageError(
                    "--rounds: \(last.rounds) rounds can decide nothing at 1 %; it takes at least \(least)"
                )
            }
            guard last.rounds % CompareOptions.roundsPerStart == 0 else {
                throw UsageError(
                    "--rounds: two rounds are one observation, so give an even number, as \(last.rounds + 1)"
                )
            }
        }
    }
}

extension ComparisonMetric {
    /// Where it stands in a report.
    fileprivate var place: Double {
        switch self {
        case .requestsPerSecond: -2
        case .cpuPerRequest: -1
        case .percentile(let percent): percent
        }
    }
}
