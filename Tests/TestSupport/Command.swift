import Foundation

/// A program to run in a test, in a process group of its own so that nothing of it outlives its deadline.
package struct Command: Sendable {
    /// A path, or a name to be found in PATH.
    package var executable: String
    package var arguments: [String]
    /// Variables that are added to those of the test.
    package var environment: [String: String]
    /// What the program reads from its standard input.
    package var input: String

    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        input: String = ""
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// How a program ended and what it printed.
    package struct Result: Sendable, CustomStringConvertible {
        /// The exit code, or the negative number of the signal that ended it.
        package let exitCode: Int32
        package let standardOutput: String
        package let standardError: String

        /// Standard error without what squall says of the machine that it runs on, which may be busy with other tests.
        package var complaints: String {
            let ofTheMachine = ["client-limited: ", "the run never became steady: ", "the first "].map { "note: \($0)" }
            return standardError.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { line in !ofTheMachine.contains(where: line.hasPrefix) }.joined(separator: "\n")
        }

        package var description: String {
            "exit code \(exitCode)\n--- stdout\n\(standardOutput)\n--- stderr\n\(standardError)"
        }
    }

    /// Runs the program to its end; at the deadline its process group is killed and an error is thrown.
    package func run(seconds: Double = 60) throws -> Result {
        try whileRunning { try $0.waitForExit(seconds: seconds) }
    }

    /// Starts the program, calls `use`, and then kills the program's process group if it has not ended.
    package func whileRunning<Value>(_ use: (RunningCommand) throws -> Value) throws -> Value {
        let running = try RunningCommand(self)
        defer { running.end() }
        return try use(running)
    }
}

/// The path of a program of this package, which lies beside the running test bundle, or in `SQUALL_BINARIES`.
package func builtProduct(_ name: String) throws -> String {
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = URL(fileURLWithPath: bundle).deletingLastPathComponent().path
    let path = (ProcessInfo.processInfo.environment["SQUALL_BINARIES"] ?? beside) + "/" + name
    guard FileManager.default.isExecutableFile(atPath: path) else {
        throw TestSupportError("there is no program at \(path)")
    }
    return path
}
