internal import Statistics

/// Results as GitHub's Markdown, for the summary of a job or a comment: at most 64 KiB.
package enum MarkdownReport {
    /// The machine that generated the load, and with what.
    static func machine(_ host: RunResult.Host, _ tool: RunResult.Tool, _ startedAt: String) -> [String] {
        let processors = WrkReport.counted(host.cpus, "processor")
        let machine = [host.cpuModel, processors, "\(host.os) \(host.kernel)", host.arch].compactMap { $0 }
        // A line that began with text from elsewhere could begin a list of its own.
        return [
            "machine: \(MarkdownText.text(machine.joined(separator: ", ")))",
            "by \(MarkdownText.text("\(tool.name) \(tool.version)")), \(MarkdownText.text(startedAt))",
        ]
    }

    /// Adds what few readers look for, folded up.
    ///
    /// - Parameters:
    ///   - details: in Markdown, a line each.
    ///   - notes: sentences of the result.
    ///   - command: the command line that repeats it.
    static func addDetails(
        _ details: [String],
        _ notes: [String],
        _ command: String?,
        to page: inout MarkdownPage
    ) {
        page.add("<details><summary>How this was measured</summary>")
        page.add()
        page.addList(details)
        page.addList(notes.map { "note: \(MarkdownText.text($0))" })
        if let command { page.addList(["repeat: \(MarkdownText.code(command, most: 2000))"]) }
        page.add()
        page.add("</details>")
        // Else what is added to the summary of a job would be HTML too.
        page.add()
    }
}

extension MarkdownReport {
    /// What is told where there is no result.
    ///
    /// - Parameter failure: why, as a sentence.
    package static func text(failure: String) -> String {
        var page = MarkdownPage()
        page.add("### Load test: not measured")
        page.add(MarkdownText.conclusion(failure))
        return page.text
    }

    /// A result of any kind.
    ///
    /// - Parameter command: the command line that repeats it.
    package static func text(_ result: SavedResult, command: String? = nil) -> String {
        switch result {
        case .run(let run): text(run, command: command)
        case .comparison(let comparison): text(comparison, command: command)
        }
    }
}
