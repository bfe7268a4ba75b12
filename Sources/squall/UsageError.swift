/// What is wrong with the command line or a file that it names, as a sentence.
struct UsageError: Error, CustomStringConvertible {
    /// The sentence; empty where getopt has printed its own.
    let message: String
    /// Whether a look at the options may help; not where a file is wrong.
    let suggestsHelp: Bool

    var description: String { message }

    init(_ message: String, suggestsHelp: Bool = true) {
        self.message = message
        self.suggestsHelp = suggestsHelp
    }

    /// Turns the error of another module into one of the command line.
    static func wrapping<Value, Failure: Error & CustomStringConvertible>(
        _ work: () throws(Failure) -> Value
    ) throws(UsageError) -> Value {
        do {
            return try work()
        } catch {
            throw UsageError(error.description)
        }
    }
}
