internal import FoundationEssentials
internal import Reports
internal import Statistics
internal import YAML

/// Results that were saved before: `squall report`, and `squall compare` with two files.
enum SavedResults {
    /// Makes the reports that are asked for.
    static func report(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let values = try OptionValues(arguments)
        guard !arguments.operands.isEmpty else { throw UsageError("no result given: name the files that --json wrote") }
        guard !values.files.isEmpty else { throw UsageError("what is to be made of it? add --html FILE") }
        if arguments.operands.count > 1, let option = values.files.ofOneResult {
            throw UsageError("--\(option): it takes one result, and there are \(arguments.operands.count)")
        }
        try values.files.checkInputs(arguments.operands)
        if let problem = values.files.problem { throw UsageError(problem, suggestsHelp: false) }
        var results: [(title: String, result: SavedResult)] = []
        for file in arguments.operands { results.append((file, try read(file))) }
        let isWritten = values.files.write(results, words: nil, output: StandardStream.output.rawValue)
        return isWritten ? .done : .notMeasured
    }

    /// Shows two runs side by side.
    static func compare(_ files: [String], names: [String]?) throws(UsageError) -> ExitCode {
        var runs: [SideBySideReport.Named] = []
        for (place, file) in files.enumerated() {
            guard case .run(let run) = try read(file) else {
                throw UsageError("\(file): it is a comparison already; squall report shows it", suggestsHelp: false)
            }
            runs.append((names?[place] ?? file, run))
        }
        guard StandardStream.output.write(SideBySideReport.text(runs[0], runs[1])) else {
            complain("the report cannot be written: \(lastSystemError())")
            return .notMeasured
        }
        return .done
    }

    /// The most that a result may hold, in bytes: some two days, of which each second has a row.
    private static let sizeLimit = 256 << 20

    private static func read(_ file: String) throws(UsageError) -> SavedResult {
        let bytes: [UInt8]
        do throws(YAMLError) {
            bytes = try InputFile(reading: file, limit: sizeLimit).bytes
        } catch {
            throw UsageError(error.description, suggestsHelp: false)
        }
        do throws(SavedResultError) {
            return try SavedResult.decode(Data(bytes))
        } catch {
            throw UsageError("\(file) \(error.description)", suggestsHelp: false)
        }
    }
}
