/// Where the JSON result goes.
enum JSONDestination: Equatable, CustomStringConvertible {
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
