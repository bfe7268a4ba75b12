/// A text in Markdown of at most 64 KiB: where it would be longer, its tables and lists are cut, and say so.
///
/// All else in it is text whose length is bounded, as that of `MarkdownText` is.
struct MarkdownPage {
    /// What fits into a comment; GitHub drops a longer summary as a whole.
    static let limit = 64 * 1024

    private var parts: [Part] = []

    private enum Part {
        case line(String)
        /// Lines of which the last may be left out; then there is one that says how many.
        case lines([String], leftOut: (Int) -> String)
    }

    /// Adds a line.
    mutating func add(_ line: String = "") { parts.append(.line(line)) }

    /// Adds a table, and a blank line after it.
    ///
    /// - Parameters:
    ///   - columns: their heads.
    ///   - alignments: `---`, `--:` or `:-:` for each.
    ///   - rows: cells, as many as columns.
    mutating func addTable(_ columns: [String], _ alignments: [String], _ rows: [[String]]) {
        add(MarkdownPage.row(columns))
        add("|\(alignments.joined(separator: "|"))|")
        let others = alignments.dropFirst().map { _ in "" }
        parts.append(
            .lines(rows.map(MarkdownPage.row)) { MarkdownPage.row([MarkdownPage.leftOut($0)] + others) }
        )
        add()
    }

    /// Adds a list.
    mutating func addList(_ items: [String]) {
        parts.append(.lines(items.map { "* \($0)" }) { "* \(MarkdownPage.leftOut($0))" })
    }

    private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    private static func leftOut(_ count: Int) -> String { "… \(count) more left out" }

    // MARK: - Text

    /// The whole of it.
    var text: String {
        var room = MarkdownPage.limit
        for part in parts { room -= MarkdownPage.least(part) }
        return parts.map { part in
            switch part {
            case .line(let line): line + "\n"
            case .lines(let lines, let leftOut): MarkdownPage.fitted(lines, into: &room, leftOut)
            }
        }.joined()
    }

    /// How many bytes a part takes at least.
    private static func least(_ part: Part) -> Int {
        switch part {
        case .line(let line): line.utf8.count + 1
        case .lines(let lines, let leftOut): leftOut(lines.count).utf8.count + 1
        }
    }

    /// The lines that there is room for.
    private static func fitted(_ lines: [String], into room: inout Int, _ leftOut: (Int) -> String) -> String {
        var text = ""
        for (place, line) in lines.enumerated() {
            let length = line.utf8.count + 1
            guard length <= room else { return "\(text)\(leftOut(lines.count - place))\n" }
            room -= length
            text += "\(line)\n"
        }
        return text
    }
}
