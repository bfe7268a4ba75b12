internal import Statistics
internal import Workload

/// The program: arguments, options, run, report, exit code.
enum Squall {
    /// Does what the command line says.
    static func run(_ words: [String]) -> ExitCode {
        do {
            let arguments = try Arguments(words)
            if arguments.has(.help) { return show(Usage.text(of: arguments.command)) }
            if arguments.has(.version) { return show(Version.text) }
            if let file = arguments.last(.checkSpec) { return try checkSpec(file) }
            switch arguments.command {
            case .run, .smoke: return Benchmark(options: try Options(arguments)).run()
            case .compare: return try compare(try CompareOptions(arguments))
            case .report: return try SavedResults.report(arguments)
            }
        } catch {
            if words.count == 1 {
                StandardStream.output.write(Usage.text(of: .run))
            } else {
                if !error.message.isEmpty { complain(error.message) }
                if error.suggestsHelp {
                    let program = CommandName(words).programName
                    StandardStream.error.write("Try '\(program) --help' for the options.\n")
                }
            }
            return .usage
        }
    }

    private static func compare(_ options: CompareOptions) throws(UsageError) -> ExitCode {
        switch options.subject {
        case .builds(let sources):
            var comparison = Compare(options, sources)
            return comparison.run()
        case .files(let files):
            return try SavedResults.compare(files, names: options.names)
        }
    }

    private static func show(_ text: String) -> ExitCode {
        guard StandardStream.output.write(text) else {
            complain("cannot write to standard output: \(lastSystemError())")
            return .notMeasured
        }
        return .done
    }

    private static func checkSpec(_ file: String) throws(UsageError) -> ExitCode {
        let mix = try RequestParts.readSpec(file)
        let noun = mix.requests.count == 1 ? "request" : "requests"
        return show("\(file): \(mix.requests.count) \(noun), no mistake found\n")
    }
}
