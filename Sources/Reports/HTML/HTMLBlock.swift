internal import Statistics

/// The blocks that reports are made of.
enum HTMLBlock {
    /// How something is meant, beside the word that says it.
    enum Tone: String {
        case good
        case bad
        case open
        case even
    }

    /// A part with a heading; nothing where it has no content.
    static func section(_ title: String, _ content: HTMLText) -> HTMLText {
        content.isEmpty ? .none : "<section>\n<h3>\(title)</h3>\n\(content)</section>\n"
    }

    /// The word of a verdict.
    static func tag(_ word: String, _ tone: Tone) -> HTMLText {
        "<strong class=\"tag \(tone.rawValue)\">\(word)</strong>"
    }

    /// A verdict and its sentence.
    static func banner(_ word: String, _ tone: Tone, _ sentence: String) -> HTMLText {
        "<p class=\"banner \(tone.rawValue)\">\(tag(word, tone)) \(sentence)</p>\n"
    }

    /// What the reader should know; nothing without any.
    static func warnings(_ messages: [String]) -> HTMLText {
        guard !messages.isEmpty else { return .none }
        let items = messages.map { "<li>\($0)</li>\n" as HTMLText }
        return "<div class=\"warnings\">\n<h3>Before you trust the figures</h3>\n<ul>\n\(items)</ul>\n</div>\n"
    }

    /// A figure in large, and what is said of it in small.
    struct Figure {
        /// What it is.
        let name: String
        /// How much.
        let value: String
        /// More of it.
        var remark = ""
    }

    /// The figures that matter most.
    static func figures(_ figures: [Figure]) -> HTMLText {
        let items = figures.map { figure -> HTMLText in
            let remark: HTMLText = figure.remark.isEmpty ? .none : "<dd class=\"remark\">\(figure.remark)</dd>"
            return "<div><dt>\(figure.name)</dt><dd>\(figure.value)</dd>\(remark)</div>\n"
        }
        return "<dl class=\"figures\">\n\(items)</dl>\n"
    }

    /// Names with what is said of them below a title; those of which nothing is said are left out.
    static func facts(_ title: String?, _ facts: [(name: String, text: String?)]) -> HTMLText {
        let items = facts.compactMap { fact in
            fact.text.map { "<div><dt>\(fact.name)</dt><dd>\($0)</dd></div>\n" as HTMLText }
        }
        guard !items.isEmpty else { return .none }
        return "\(title.map { "<h4>\($0)</h4>\n" as HTMLText } ?? .none)<dl class=\"facts\">\n\(items)</dl>\n"
    }

    /// The columns of a table of requests behind those that name them.
    ///
    /// - Parameter percentiles: those shown, as `p99`.
    static func requestColumns(_ percentiles: [String]) -> [HTMLTable.Column] {
        (["Completed", "Failed", "Mean"] + percentiles + ["Max"]).map { .figures($0) }
    }

    /// The cells of these columns for a request.
    static func requestCells(_ row: RunResult.RequestRow, _ percentiles: [String]) -> [HTMLText] {
        let latency = row.latency
        let counts = [row.completed, row.failed].map(ComparisonText.grouped)
        let times = percentiles.map { HTMLRun.time(latency.percentiles[$0], of: latency) }
        let most = HTMLRun.time(latency.max, of: latency)
        return (counts + [HTMLRun.mean(latency)] + times + [most]).map { HTMLText($0) }
    }

    /// Rows of what went wrong, the most frequent first; nothing without any.
    ///
    /// - Parameter parts: each with the name of where it went wrong, which has a column where there are several.
    static func errors(_ parts: [(name: String, rows: [RunResult.ErrorRow])], partTitle: String) -> HTMLText {
        let all = parts.flatMap { part in part.rows.map { (part.name, $0) } }.sorted { $0.1.count > $1.1.count }
        let hasParts = parts.count > 1
        let columns: [HTMLTable.Column] =
            (hasParts ? [.words(partTitle)] : []) + [
                .words("Kind"), .sentences("Message"), .figures("Count"), .figures("First after"),
            ]
        let rows = all.map { name, row -> [HTMLText] in
            let message = row.message + (row.errno.map { " (errno \($0))" } ?? "")
            return (hasParts ? ["\(name)"] : []) + [
                "\(row.kind.rawValue)", "\(message)", "\(ComparisonText.grouped(row.count))",
                "\(row.firstSeconds.text(decimals: 2)) s",
            ]
        }
        return HTMLTable(label: "Errors", columns: columns, rows: rows).html
    }
}
