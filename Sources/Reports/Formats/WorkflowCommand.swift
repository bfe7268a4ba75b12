/// A line that GitHub Actions takes from the output of a step, and shows as an annotation.
struct WorkflowCommand {
    /// How grave it is.
    var level: Level
    /// What it is about, in few words.
    var title: String
    /// What is to be said.
    var message: String

    /// The levels that GitHub knows.
    enum Level: String {
        case error
        case warning
        case notice
    }

    /// How many characters of a message are kept: its beginning, and its end, where a server's last words are.
    private static let (mostAtStart, mostAtEnd) = (300, 700)

    /// The line, ended by a line feed.
    var line: String {
        let title = WorkflowCommand.escaped(title, also: [":", ","])
        return "::\(level.rawValue) title=\(title)::\(WorkflowCommand.escaped(message))\n"
    }

    private static func shortened(_ text: String) -> [Unicode.Scalar] {
        let all = Array(text.unicodeScalars)
        guard all.count > mostAtStart + mostAtEnd else { return all }
        return all.prefix(mostAtStart) + ["…"] + all.suffix(mostAtEnd)
    }

    /// What would end a value, as GitHub's own toolkit writes it: `%25`, `%0D`, `%0A`; in a property `%3A`, `%2C` too.
    private static func escaped(_ text: String, also others: Set<Unicode.Scalar> = []) -> String {
        var escaped = ""
        for scalar in shortened(text) {
            if scalar == "%" || scalar == "\r" || scalar == "\n" || others.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            } else if scalar.properties.generalCategory != .control {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
