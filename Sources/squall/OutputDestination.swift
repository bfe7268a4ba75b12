/// Where a result goes.
enum OutputDestination: Equatable, CustomStringConvertible {
    case standardOutput
    case file(String)

    init(_ argument: String) throws(UsageError) {
        guard !argument.isEmpty else { throw UsageError("the name of a file is missing; - is standard output") }
        self = argument == "-" ? .standardOutput : .file(argument)
    }

    /// The argument that means it.
    var description: String {
        switch self {
        case .standardOutput: "-"
        case .file(let path): path
        }
    }

    /// The file itself, where links lead to; nil where it is none.
    var file: String? {
        if case .file(let path) = self { FileAccess.resolved(path) } else { nil }
    }

    /// The place of a part: `a.hgrm` becomes `a.baseline.hgrm`; standard output has all parts.
    func inserting(_ part: String) -> OutputDestination {
        guard case .file(let path) = self else { return self }
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path.lastIndex(of: "."), dot > name else { return .file("\(path).\(part)") }
        return .file("\(path[..<dot]).\(part)\(path[dot...])")
    }

    /// Writes `bytes` there.
    ///
    /// - Parameter output: the descriptor of standard output.
    /// - Returns: why it did not work; nil if it did.
    func write(_ bytes: [UInt8], output: Int32) -> String? {
        switch self {
        case .standardOutput:
            FileAccess.writeAll(bytes, to: output) ? nil : lastSystemError()
        case .file(let path): FileAccess.write(bytes, to: path)
        }
    }
}
