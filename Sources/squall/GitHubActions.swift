internal import Glibc
internal import Reports

/// The step of GitHub Actions that squall runs in: annotations, the summary of the job, and outputs.
struct GitHubActions {
    /// The file of the job's summary, which is added to; nil without one.
    private let summary: String?
    /// The file of the step's outputs.
    private let outputs: String?

    /// The step; nil where it is none.
    static var current: GitHubActions? {
        guard variable("GITHUB_ACTIONS") == "true" else { return nil }
        return GitHubActions(summary: variable("GITHUB_STEP_SUMMARY"), outputs: variable("GITHUB_OUTPUT"))
    }

    /// Tells of a result.
    ///
    /// - Parameters:
    ///   - words: the command line that repeats it.
    ///   - stream: where annotations go, which GitHub looks for in all that a step prints.
    func tell(_ result: SavedResult, words: [String], on stream: StandardStream) {
        switch result {
        case .run(let run):
            stream.write(GitHubAnnotations.lines(run))
            append(GitHubAnnotations.outputs(run), to: outputs)
        case .comparison(let comparison):
            stream.write(GitHubAnnotations.lines(comparison))
            append(GitHubAnnotations.outputs(comparison), to: outputs)
        }
        append(MarkdownReport.text(result, command: ShellWords.text(words)), to: summary)
    }

    /// Tells why there is no result.
    func tell(failure: String, on stream: StandardStream) {
        stream.write(GitHubAnnotations.lines(failure: failure))
        append(GitHubAnnotations.outputsOfFailure, to: outputs)
        append(MarkdownReport.text(failure: failure), to: summary)
    }

    private func append(_ text: String, to path: String?) {
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { return complain("\(path): \(lastSystemError())") }
        if !FileAccess.writeAll(Array(text.utf8), to: file) { complain("\(path): \(lastSystemError())") }
        close(file)
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return value.pointee == 0 ? nil : String(cString: value)
    }
}
