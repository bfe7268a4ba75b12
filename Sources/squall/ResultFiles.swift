internal import Glibc
internal import Reports
internal import Statistics

/// The files that a result goes into, beside the report on the terminal.
struct ResultFiles {
    /// A form that results are written in; its option has the same name.
    enum Format: String, CaseIterable {
        case json
        case html
        case markdown
        case junit
        case csv
        case hgrm
        case hlog
    }

    private var destinations: [Format: OutputDestination] = [:]

    /// Whether there are none.
    var isEmpty: Bool { destinations.isEmpty }

    /// A form that takes one result only; nil where there is none.
    var ofOneResult: String? { ordered.first { !$0.format.takesSeveral }?.format.rawValue }

    /// The form that goes to standard output; nil where none does.
    var onStandardOutput: String? {
        destinations.first { $0.value == .standardOutput }?.key.rawValue
    }

    /// Takes an option.
    mutating func add(_ option: Arguments.Option, _ argument: String) throws(UsageError) {
        guard let format = Format(rawValue: option.rawValue) else {
            preconditionFailure("\(option.name) is no form of a result")
        }
        let destination = try OutputDestination(argument)
        if destination == .standardOutput, let other = onStandardOutput, other != format.rawValue {
            throw UsageError("--\(other) has standard output; name a file for one of them")
        }
        let files = ResultFiles.files(format, destination)
        let others = destinations.filter { $0.key != format }
        if let other = others.first(where: { !files.isDisjoint(with: ResultFiles.files($0.key, $0.value)) }) {
            throw UsageError("--\(other.key.rawValue) goes to \(argument) too; name another file for one of them")
        }
        destinations[format] = destination
    }

    /// The files that a form of a result may go into, whatever they are called.
    private static func files(_ format: Format, _ destination: OutputDestination) -> Set<String> {
        let parts = format.roles.map { destination.inserting($0.rawValue) }
        return Set(([destination] + parts).compactMap(\.file))
    }

    /// Whether a result may go into `file`.
    func uses(_ file: String) -> Bool {
        ordered.contains { ResultFiles.files($0.format, $0.destination).contains(file) }
    }

    /// Judges whether a file that is read would be lost.
    func checkInputs(_ paths: [String]) throws(UsageError) {
        for (format, destination) in ordered {
            try ResultFiles.check(paths, "--\(format.rawValue)", ResultFiles.files(format, destination))
        }
    }

    /// The same for the files that an option writes.
    static func check(_ paths: [String], _ option: String, _ files: Set<String>) throws(UsageError) {
        guard let path = paths.first(where: { files.contains(FileAccess.resolved($0)) }) else { return }
        throw UsageError("\(option): \(path) is what is read; name another file")
    }

    /// Why one of the files cannot be written, as a sentence; nil if all can.
    var problem: String? {
        for (format, destination) in ordered {
            guard case .file(let path) = destination, let problem = FileAccess.problem(writing: path) else { continue }
            return "--\(format.rawValue) \(path): \(problem)"
        }
        return nil
    }

    private var ordered: [(format: Format, destination: OutputDestination)] {
        Format.allCases.compactMap { format in destinations[format].map { (format, $0) } }
    }

    /// Writes them all.
    ///
    /// - Parameters:
    ///   - words: the command line that repeats it; nil where there is none.
    ///   - output: the descriptor of standard output.
    /// - Returns: whether all could be written; what could not is told.
    func write(_ result: SavedResult, words: [String]?, output: Int32) -> Bool {
        write([(result.subject, result)], words: words, output: output)
    }

    /// Writes those that can say why there is no result, so that none of an earlier time is taken for it.
    func write(failure: String, of command: String, output: Int32) {
        let texts: [(Format, String)] = [
            (.junit, JUnitReport.text(failure: failure, of: command, hostname: HostName.current)),
            (.markdown, MarkdownReport.text(failure: failure)),
        ]
        for (format, text) in texts {
            guard let destination = destinations[format],
                let problem = destination.write(Array(text.utf8), output: output)
            else { continue }
            complain("--\(format.rawValue) \(destination): \(problem)")
        }
    }

    /// Writes them all; those that take several results have all of these, with their titles, and the others the first.
    func write(_ results: [(title: String, result: SavedResult)], words: [String]?, output: Int32) -> Bool {
        var isWhole = true
        for (format, destination) in ordered {
            do {
                for (part, bytes) in try format.parts(results, words) {
                    let place = part.map { destination.inserting($0) } ?? destination
                    guard let problem = place.write(bytes, output: output) else { continue }
                    complain("--\(format.rawValue) \(place): \(problem)")
                    isWhole = false
                }
            } catch {
                complain("--\(format.rawValue) \(destination): \(error)")
                isWhole = false
            }
        }
        return isWhole
    }
}

extension ResultFiles.Format {
    /// Whether it has several results in one file.
    var takesSeveral: Bool { self == .html }

    /// The builds of a comparison that each have a file of their own.
    fileprivate var roles: [ComparisonRole] { self == .hgrm ? ComparisonRole.allCases : [] }

    /// What is written: one file, or one for each part that has a name.
    fileprivate func parts(
        _ results: [(title: String, result: SavedResult)],
        _ words: [String]?
    ) throws -> [(part: String?, bytes: [UInt8])] {
        guard let first = results.first?.result else { return [] }
        switch (self, first) {
        case (.json, .run(let run)): return [(nil, Array(try JSONReport.encode(run)))]
        case (.json, .comparison(let comparison)): return [(nil, Array(try JSONReport.encode(comparison)))]
        case (.html, _): return text(HTMLReport.document(results))
        case (.markdown, _): return text(MarkdownReport.text(first, command: words.map(ShellWords.text)))
        case (.junit, .run(let run)): return text(JUnitReport.text(run, hostname: HostName.current))
        case (.junit, .comparison(let comparison)):
            return text(JUnitReport.text(comparison, hostname: HostName.current))
        case (.csv, .run(let run)): return text(try CSVReport.text(run))
        case (.csv, .comparison(let comparison)): return text(CSVReport.text(comparison))
        case (.hgrm, .run(let run)): return text(try HGRMReport.text(run))
        case (.hgrm, .comparison(let comparison)):
            return try HGRMReport.texts(comparison).map { ($0.role.rawValue, Array($0.text.utf8)) }
        case (.hlog, .run(let run)): return text(try HistogramLog.text(run))
        case (.hlog, .comparison(let comparison)): return text(try HistogramLog.text(comparison))
        }
    }

    private func text(_ text: String) -> [(part: String?, bytes: [UInt8])] { [(nil, Array(text.utf8))] }
}

/// The name of this machine.
private enum HostName {
    static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
