internal import Engine
internal import Statistics

/// The version of squall.
enum Version {
    static let number = "0.1.0"

    /// What `--version` prints, after wrk's example.
    static var text: String {
        let libraries = Capabilities.libraries
        let parts = libraries.keys.sorted().map { "\($0) \(libraries[$0] ?? "")" }
        return "squall \(number) [direct, multi] (\(parts.joined(separator: ", ")))\n"
    }

    /// What results say made them.
    static var tool: RunResult.Tool {
        RunResult.Tool(name: "squall", version: number, libraries: Capabilities.libraries)
    }
}
