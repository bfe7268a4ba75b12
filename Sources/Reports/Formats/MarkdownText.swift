/// Text from anywhere in GitHub's Markdown, where it can be neither markup nor the end of a cell, and calls nobody.
enum MarkdownText {
    /// How many characters of a name, a message or a URL are kept.
    private static let most = 300

    /// `raw` as running text, on one line.
    static func text(_ raw: String, most: Int = most) -> String {
        var text = ""
        var last: Unicode.Scalar = " "
        for scalar in line(raw, most: most) {
            switch scalar {
            // Within a word it is no markup: x86_64.
            case "_" where isWord(last): text += "_"
            case "&", "<", ">", "|", "\\", "`", "*", "_", "[", "]", "~", "$": text += "&#\(scalar.value);"
            // A blank of no width after them, or they would call a person, name an issue or make a link.
            case "@", "#": text += "\(scalar)&#8203;"
            case "/" where last == ":": text += "&#8203;/"
            default: text.unicodeScalars.append(scalar)
            }
            last = scalar
        }
        return text
    }

    /// `raw` as code, on one line.
    static func code(_ raw: String, most: Int = most) -> String {
        let scalars = line(raw, most: most)
        let isPlain = !scalars.isEmpty && scalars.first != " " && scalars.last != " "
        // Backticks would end the code; a cell ends at a bar even within it, and not at one after a backslash.
        guard !isPlain || scalars.contains(where: { "`|\\".unicodeScalars.contains($0) }) else {
            return "`\(string(scalars))`"
        }
        let escaped = scalars.map { scalar in
            isPunctuation(scalar) ? "&#\(scalar.value);" : string([scalar])
        }
        return "<code>\(escaped.joined())</code>"
    }

    /// `raw` as the one sentence that says it all.
    static func conclusion(_ raw: String) -> String {
        let text = text(raw, most: 1000)
        // Emphasis does not begin or end beside a blank.
        return "**\(string(text.unicodeScalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))**."
    }

    /// What is kept of `raw`: control characters and ends of lines are blanks.
    private static func line(_ raw: String, most: Int) -> [Unicode.Scalar] {
        let scalars = raw.unicodeScalars.prefix(most + 1).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " " as Unicode.Scalar
            default: scalar
            }
        }
        return scalars.count > most ? scalars.dropLast() + ["…"] : scalars
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var string = ""
        string.unicodeScalars.append(contentsOf: scalars)
        return string
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z": true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }
}
