/// What squall does, by the first word of its command line.
enum CommandName: CaseIterable {
    /// Loads a URL, as wrk; it has no word.
    case run
    /// Compares two builds.
    case compare
    /// Starts a server, loads it for a short time, and judges.
    case smoke
    /// Makes reports of saved results.
    case report

    /// What a command line asks for by its first word after the program's name.
    init(_ words: [String]) {
        self = CommandName.allCases.first { $0.word != nil && $0.word == words.dropFirst().first } ?? .run
    }

    /// Its word; nil for that which has none.
    var word: String? {
        switch self {
        case .run: nil
        case .compare: "compare"
        case .smoke: "smoke"
        case .report: "report"
        }
    }

    /// How its messages begin.
    var programName: String { (["squall"] + [word].compactMap { $0 }).joined(separator: " ") }

    /// The options that it has.
    var options: [Arguments.Option] {
        Arguments.Option.allCases.filter { $0.commands.contains(self) }
    }
}

extension Arguments.Option {
    /// The commands that have it.
    var commands: Set<CommandName> {
        switch self {
        case .help, .html, .markdown, .junit, .csv, .hgrm, .hlog: Set(CommandName.allCases)
        case .version, .checkSpec, .findMax: [.run]
        case .unixSocket, .duration, .requests, .stages, .drain, .serviceLatency, .percentiles, .interval,
            .intervalJSON,
            .wrkCorrection, .assert:
            [.run, .smoke]
        case .baseline, .candidate, .names, .rounds, .gate, .margin, .control, .calibrate, .requireSame: [.compare]
        case .serve, .confirm: [.smoke]
        case .startTimeout, .ready: [.compare, .smoke]
        default: [.run, .compare, .smoke]
        }
    }
}
