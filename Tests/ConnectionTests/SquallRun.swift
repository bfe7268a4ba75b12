import Foundation
import Reports
import Statistics
import TestSupport

/// A run of the program `squall` as its user sees it.
struct SquallRun: CustomStringConvertible {
    let exitCode: Int32
    /// What it printed for people: JSON has standard output for itself.
    let text: String
    /// What it measured; nil if it did not come to measuring.
    let result: RunResult?

    /// Runs `squall` to its end.
    init(_ arguments: String..., environment: [String: String] = [:]) throws {
        try self.init(arguments, environment: environment)
    }

    /// The same with an engine of the test's choice.
    init(_ engine: EngineUnderTest, _ arguments: String...) throws {
        try self.init(engine.options + arguments)
    }

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let program = try builtProduct("squall")
        try self.init(Command(program, ["--json", "-", "--quiet"] + arguments, environment: environment))
    }

    /// Runs a command that ends in `squall --json -`.
    init(_ command: Command) throws {
        let ended = try command.run()
        exitCode = ended.exitCode
        text = ended.standardError
        let bytes = Data(ended.standardOutput.utf8)
        result = bytes.isEmpty ? nil : try JSONReport.decode(bytes)
    }

    /// What was measured.
    var target: RunResult.Target {
        get throws {
            guard let target = result?.targets.first else { throw TestSupportError("nothing was measured: \(self)") }
            return target
        }
    }

    var description: String { "exit code \(exitCode)\n\(text)" }
}
