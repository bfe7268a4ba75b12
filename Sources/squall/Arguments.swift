internal import CPlatform
internal import Glibc
internal import Synchronization

/// The command line as it was typed: each option's text, before it is judged.
struct Arguments {
    /// The words after the program's name, as they were typed.
    let words: [String]
    /// What is to be done.
    let command: CommandName
    /// The options that were given, in order.
    var options: [(option: Option, value: String)] = []
    /// The words that are not options.
    var operands: [String] = []

    /// An option, by its long name.
    enum Option: String, CaseIterable {
        case connections
        case duration
        case threads
        case requests
        case script
        case method
        case header
        case body
        case bodyFile = "body-file"
        case latency
        case timeout
        case version
        case help
        case http2
        case http3
        case streams
        case noKeepalive = "no-keepalive"
        case insecure
        case cacert
        case cert
        case key
        case unixSocket = "unix-socket"
        case connectTo = "connect-to"
        case resolve
        case proxy
        case ipv4
        case ipv6
        case engine
        case eventLoop = "event-loop"
        case pipeline
        case connectRate = "connect-rate"
        case tlsSession = "tls-session"
        case traceparent
        case json
        case html
        case markdown
        case junit
        case csv
        case hgrm
        case hlog
        case wrkCorrection = "wrk-correction"
        case quiet
        case checkSpec = "check-spec"
        case keepGoing = "keep-going"
        case seed
        case rate
        case arrivals
        case stages
        case warmup
        case drain
        case think
        case serviceLatency = "u_latency"
        case strict
        case percentiles
        case requestsPerConnection = "requests-per-connection"
        case data
        case dataOrder = "data-order"
        case interval
        case intervalJSON = "interval-json"
        case findMax = "find-max"
        case assert
        case baseline
        case candidate
        case names
        case rounds
        case gate
        case margin
        case control
        case calibrate
        case requireSame = "require-same"
        case serve
        case startTimeout = "start-timeout"
        case ready
        case confirm

        /// Its short form.
        var letter: Character? {
            switch self {
            case .connections: "c"
            case .duration: "d"
            case .threads: "t"
            case .requests: "n"
            case .script: "s"
            case .method: "X"
            case .header: "H"
            case .latency: "L"
            case .timeout: "T"
            case .version: "v"
            case .help: "h"
            case .streams: "m"
            case .insecure: "k"
            case .proxy: "x"
            case .ipv4: "4"
            case .ipv6: "6"
            case .rate: "R"
            case .serviceLatency: "U"
            default: nil
            }
        }

        /// Whether a value follows it.
        var takesValue: Bool {
            switch self {
            case .latency, .version, .help, .http2, .http3, .noKeepalive, .traceparent, .insecure, .ipv4, .ipv6,
                .wrkCorrection, .quiet, .keepGoing, .serviceLatency, .strict, .control, .calibrate, .requireSame,
                .confirm:
                false
            default: true
            }
        }

        /// How the user wrote it, or would.
        var name: String { "--\(rawValue)" }
    }

    /// Splits a command line as getopt_long does: options may follow operands, long names may be shortened.
    ///
    /// The command, if there is one, is the first word.
    ///
    /// - Parameter words: the program's name and its arguments.
    /// - Throws: `UsageError` after getopt has printed what is wrong.
    init(_ words: [String]) throws(UsageError) {
        self.words = Array(words.dropFirst())
        command = CommandName(words)
        // getopt starts its sentences with the first word, and writes into the array.
        let rest = words.dropFirst(command.word == nil ? 1 : 2)
        var argv = ([command.programName] + rest).map { strdup($0) } + [nil]
        let copies = argv
        let options = command.options
        let names = options.map { strdup($0.rawValue) }
        defer { for text in copies + names { free(text) } }
        let known = zip(names, options).enumerated().map { index, option in
            cplatform_option(
                name: option.0,
                takes_argument: option.1.takesValue ? 1 : 0,
                value: Arguments.firstLongOption + Int32(index)
            )
        }
        let found = Arguments.getopt.withLock { _ in Arguments.scan(&argv, options, known + [cplatform_option()]) }
        guard let found else { throw UsageError("") }
        (self.options, operands) = found
    }

    /// getopt keeps its place in globals.
    private static let getopt = Mutex(())
    /// What getopt returns for the first long option; letters are below.
    private static let firstLongOption: Int32 = 1000

    /// Has getopt go through `argv`.
    ///
    /// - Returns: the options and the other words; nil after getopt has printed what is wrong.
    private static func scan(
        _ argv: inout [UnsafeMutablePointer<CChar>?],
        _ all: [Option],
        _ known: [cplatform_option]
    ) -> (options: [(Option, String)], operands: [String])? {
        let letters = all.compactMap { option in
            option.letter.map { "\($0)" + (option.takesValue ? ":" : "") }
        }
        var options: [(Option, String)] = []
        var value: UnsafePointer<CChar>?
        cplatform_getopt_restart()
        while true {
            let found = cplatform_getopt(Int32(argv.count - 1), &argv, letters.joined(), known, &value)
            guard found != -1 else { break }
            guard let option = option(found, of: all) else { return nil }
            options.append((option, value.map { String(cString: $0) } ?? ""))
        }
        // getopt has moved the operands behind the options.
        let operands = argv[Int(cplatform_first_operand())...].compactMap { $0.map { String(cString: $0) } }
        return (options, operands)
    }

    /// Whether `option` was given.
    func has(_ option: Option) -> Bool {
        options.contains { $0.option == option }
    }

    /// The value of `option`, the last one where it was given several times.
    func last(_ option: Option) -> String? {
        options.last { $0.option == option }?.value
    }

    private static func option(_ value: Int32, of all: [Option]) -> Option? {
        if value >= firstLongOption { return all[Int(value - firstLongOption)] }
        return all.first { $0.letter?.asciiValue.map(Int32.init) == value }
    }
}
