internal import Engine
internal import Processes
internal import Statistics
internal import Workload

/// The values of the options that were given, with wrk's defaults for the others.
struct OptionValues {
    var connections = 10
    var threads = 2
    /// Nanoseconds; nil where it was not given.
    var duration: UInt64?
    var requests: Int?
    var request = RequestParts()
    var connection = ConnectionOptions()
    var engine = EngineChoice.auto
    var eventLoop = EventLoopChoice.auto
    /// Requests in flight on one connection of HTTP/1.1.
    var pipeline: Int?
    var load = LoadParts()
    /// What must hold at the rate that is looked for; nil where none is.
    var conditions: [Assertion]?
    /// What must hold of what is measured.
    var assertions: [Assertion] = []
    var showsLatency = false
    var showsService = false
    var correctsAsWrk = false
    var isQuiet = false
    var isStrict = false
    /// Nanoseconds; nil where no lines are asked for.
    var interval: UInt64?
    var intervalJSON: OutputDestination?
    /// From 0 to 100, rising; nil where they were not given.
    var percentiles: [Double]?
    var keepsGoing = false
    var files = ResultFiles()
    /// The command that starts the server; nil where it runs already.
    var serve: String?
    /// When a server that is started is ready.
    var readiness = Readiness()
    var confirms = false
    var comparison = ComparisonParts()

    /// How long a run is where nothing else ends it, in nanoseconds; wrk's for `run`.
    private(set) var usualDuration: UInt64 = 10_000_000_000
    /// Each worker has a serial queue, and Dispatch gives at most 255 of them a thread: two are for signals and progress.
    static let mostThreads = 253
    /// More connections than a machine has ports and descriptors for.
    static let mostConnections = 10_000_000
    /// More streams than any server allows on a connection.
    static let mostStreams = 10_000

    /// The values that the command line gives, with the defaults of its command for the others.
    init(_ arguments: Arguments) throws(UsageError) {
        if arguments.command == .smoke {
            connections = SmokeDefaults.connections
            usualDuration = SmokeDefaults.duration
            load.usualWarmup = SmokeDefaults.warmup
            // A server that hangs at the end would pass, and be none that errs, if nobody waited for it.
            load.usuallyDrains = true
        }
        for (option, value) in arguments.options {
            do throws(UsageError) {
                try set(option, value)
            } catch {
                throw UsageError("\(option.name): \(error.message)")
            }
        }
    }

    /// Takes one option.
    private mutating func set(_ option: Arguments.Option, _ value: String) throws(UsageError) {
        switch option {
        case .connections: connections = try count(value)
        case .threads: threads = try count(value)
        case .requests: requests = try count(value)
        case .streams: connection.streams = try count(value)
        case .duration: duration = try time(value)
        // A connection that cannot be opened is given up after the same time as an answer that does not come.
        case .timeout: connection.connectTimeoutNanoseconds = try time(value)
        case .script: request.specFile = value
        case .method: request.method = try .named(value)
        case .header: try request.addHeader(value)
        case .data: request.dataFile = value
        case .dataOrder: request.dataOrder = try choice(value)
        case .body: request.body = Array(value.utf8)
        case .bodyFile: try request.readBody(value)
        case .http2: connection.version = .http2
        case .http3: connection.version = .http3
        case .noKeepalive: connection.keepsAlive = false
        case .requestsPerConnection: connection.requestsPerConnection = try count(value)
        case .traceparent: connection.tracesRequests = true
        case .insecure: connection.isInsecure = true
        case .cacert: connection.authorityFile = try readable(value)
        case .cert: connection.certificateFile = try readable(value)
        case .key: connection.keyFile = try readable(value)
        case .unixSocket: connection.unixSocket = value
        case .connectTo: connection.connectTo.append(try parts(value, 4, "HOST1:PORT1:HOST2:PORT2"))
        case .resolve: connection.resolve.append(try parts(value, 3, "HOST:PORT:ADDRESS"))
        case .proxy: connection.proxy = value
        case .ipv4: try setFamily(.ipv4)
        case .ipv6: try setFamily(.ipv6)
        case .engine: engine = try choice(value)
        case .eventLoop: eventLoop = try choice(value)
        case .pipeline: pipeline = try count(value)
        case .connectRate: connection.connectRate = Double(try count(value))
        case .tlsSession: connection.reusesSessions = try choice(value) == TLSSessionChoice.reuse
        case .keepGoing: keepsGoing = true
        case .seed: request.seed = try seed(value)
        case .rate: try load.setRate(value)
        case .stages: try load.setStages(value)
        case .arrivals: load.arrivals = try choice(value)
        case .warmup: load.warmup = try time(value)
        case .drain: load.drain = try time(value)
        case .think: try load.setThinkTime(value)
        case .latency: showsLatency = true
        case .serviceLatency:
            showsService = true
            showsLatency = true
        case .json, .html, .markdown, .junit, .csv, .hgrm, .hlog: try files.add(option, value)
        case .wrkCorrection: correctsAsWrk = true
        case .quiet: isQuiet = true
        case .strict: isStrict = true
        case .interval: interval = try intervalLength(value)
        case .intervalJSON: intervalJSON = try OutputDestination(value)
        case .findMax:
            conditions = try LimitOptions.conditions(value)
            load.usualWarmup = LimitOptions.usualWarmup
        case .assert:
            assertions += try UsageError.wrapping { () throws(WorkloadError) in try AssertionList.parse(value) }
        case .percentiles: percentiles = try percents(value)
        case .serve: serve = value
        case .startTimeout: readiness.seconds = Double(try time(value)) / 1e9
        case .ready: readiness.path = try path(value)
        case .confirm: confirms = true
        case .baseline, .candidate, .names, .rounds, .gate, .margin, .control, .calibrate, .requireSame:
            try comparison.set(option, value)
        case .help, .version, .checkSpec: preconditionFailure("\(option.name) is a command of its own")
        }
    }

    private func path(_ text: String) throws(UsageError) -> String {
        guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw UsageError("'\(text)' is no path as /health: it begins with /, and has no blanks")
        }
        return text
    }

    /// Judges what must fit together.
    func checkTogether() throws(UsageError) {
        guard connections >= threads else { throw UsageError("number of connections must be >= threads") }
        guard threads <= OptionValues.mostThreads else {
            throw UsageError("--threads: at most \(OptionValues.mostThreads) threads are possible")
        }
        guard connections <= OptionValues.mostConnections else {
            throw UsageError("--connections: at most \(OptionValues.mostConnections) connections are possible")
        }
        guard connection.streams <= OptionValues.mostStreams else {
            throw UsageError("--streams: at most \(OptionValues.mostStreams) streams are possible")
        }
        guard (pipeline ?? 1) <= OptionValues.mostStreams else {
            throw UsageError("--pipeline: at most \(OptionValues.mostStreams) requests are possible")
        }
        if pipeline != nil, connection.version != .http1 {
            throw UsageError("--pipeline: only HTTP/1.1 has pipelines; use --streams")
        }
        if let pipeline, pipeline > 1, !connection.keepsAlive {
            throw UsageError("--no-keepalive: a pipeline needs a connection that is kept; remove it, or --pipeline")
        }
        if connection.requestsPerConnection != nil {
            guard connection.keepsAlive else {
                throw UsageError("--requests-per-connection: --no-keepalive is one request; remove one of them")
            }
            guard connection.streams == 1, (pipeline ?? 1) == 1 else {
                throw UsageError(
                    "--requests-per-connection: requests go one after the other; remove --streams, --pipeline"
                )
            }
        }
        if connection.streams > 1, connection.version == .http1 {
            throw UsageError("--streams: HTTP/1.1 has no streams; add --http2 or --http3")
        }
        if connection.streams > 1, !connection.keepsAlive {
            throw UsageError("--no-keepalive: streams share a connection; remove it, or --streams")
        }
        if let format = files.onStandardOutput, intervalJSON == .standardOutput {
            throw UsageError("--interval-json: --\(format) has standard output; name a file for one of them")
        }
        let inputs = request.files + connection.files
        if let file = intervalJSON?.file {
            if files.uses(file) {
                throw UsageError("--interval-json: \(file) is another result's; name a file for one of them")
            }
            try ResultFiles.check(inputs, "--interval-json", [file])
        }
        try files.checkInputs(inputs)
        if request.dataOrder != nil, request.dataFile == nil {
            throw UsageError("--data-order: of which file? add --data FILE")
        }
        try LimitOptions.checkTogether(self)
        try load.checkTogether(self)
        if connection.keyFile != nil, connection.certificateFile == nil {
            throw UsageError("--key: the key of which certificate? add --cert FILE")
        }
    }

    // MARK: - Values

    private func seed(_ text: String) throws(UsageError) -> UInt64 {
        guard let seed = UInt64(text) else { throw UsageError("'\(text)' is not a whole number from 0 to 2^64 - 1") }
        return seed
    }

    /// Rows end at tenths of a second, and the result's are seconds.
    private func intervalLength(_ text: String) throws(UsageError) -> UInt64 {
        let length = try time(text)
        let (tenth, second): (UInt64, UInt64) = (100_000_000, 1_000_000_000)
        guard length % tenth == 0, length % second == 0 || second % length == 0 else {
            throw UsageError("'\(text)' must be 100ms, 200ms, 500ms or whole seconds")
        }
        return length
    }

    private func percents(_ text: String) throws(UsageError) -> [Double] {
        var percents: [Double] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = part.filter { $0 != " " }
            // No sign, no exponent, and no more digits than a double keeps.
            guard trimmed.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), trimmed.count <= 12,
                let percent = Double(trimmed), percent <= 100
            else { throw UsageError("'\(part)' is not a number from 0 to 100, as in 50,90,99.9") }
            percents.append(percent)
        }
        return Set(percents).sorted()
    }

    private mutating func setFamily(_ family: ConnectionOptions.Family) throws(UsageError) {
        guard [.any, family].contains(connection.family) else { throw UsageError("-4 and -6 exclude each other") }
        connection.family = family
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String) throws(UsageError) -> Choice {
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("'\(text)' is not one of \(all)")
    }

    private func count(_ text: String) throws(UsageError) -> Int { try OptionValues.count(text) }

    /// A whole number above 0.
    static func count(_ text: String) throws(UsageError) -> Int {
        let value = try UsageError.wrapping { () throws(WorkloadError) in try MetricNumber.parse(text) }
        guard value > 0 else { throw UsageError("must be at least 1") }
        return value
    }

    private func time(_ text: String) throws(UsageError) -> UInt64 {
        try UsageError.wrapping { () throws(WorkloadError) in try TimeSpan.nanoseconds(text) }
    }

    /// A text of at least `count` parts between colons; those in the brackets of an IPv6 address do not count.
    private func parts(_ text: String, _ count: Int, _ form: String) throws(UsageError) -> String {
        let colons = text.replacing(/\[[^\]]*\]/, with: "").count { $0 == ":" }
        guard colons >= count - 1 else { throw UsageError("'\(text)' is not of the form \(form)") }
        return text
    }

    private func readable(_ path: String) throws(UsageError) -> String {
        if let problem = FileAccess.problem(reading: path) { throw UsageError("\(path): \(problem)") }
        return path
    }
}

extension ConnectionOptions {
    /// The files that are read.
    fileprivate var files: [String] { [authorityFile, certificateFile, keyFile].compactMap { $0 } }
}

/// Whether a connection's next TLS handshake resumes its last session.
private enum TLSSessionChoice: String, CaseIterable {
    case reuse
    case none
}
