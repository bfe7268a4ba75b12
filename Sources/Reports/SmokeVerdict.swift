package import Statistics

/// What a smoke test comes to, in one line.
package enum SmokeVerdict {
    /// The line, without its end.
    ///
    /// - Parameter failure: why the run did not measure what it was to; nil if it did.
    package static func line(_ result: RunResult, _ failure: String?) -> String {
        // Standard error has the sentence, which may be long.
        if failure != nil { return "NOT MEASURED" }
        let all = result.assertions
        let broken = all.filter { $0.verdict == .broken }
        if !broken.isEmpty {
            return "FAILED  \(broken.count) of \(counted(all.count)) \(broken.count == 1 ? "is" : "are") broken: "
                + broken.map { "\($0.text) (\($0.message))" }.joined(separator: ", ")
        }
        let open = all.filter { $0.verdict == .unsupported }
        if !open.isEmpty {
            return "NOT MEASURED  " + open.map { "\($0.text) (\($0.message))" }.joined(separator: ", ")
        }
        return "PASSED  \(counted(all.count)) hold\(all.count == 1 ? "s" : "")"
    }

    private static func counted(_ count: Int) -> String { count == 1 ? "1 assertion" : "\(count) assertions" }
}
