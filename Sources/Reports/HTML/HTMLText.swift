/// Markup: what stands in a literal is markup as it is, and text that is put into one is escaped.
///
/// So `"<td>\(name)</td>"` is safe whatever the name is. Our own markup is also well-formed XML: elements are closed,
/// and attributes quoted.
struct HTMLText: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The markup.
    private(set) var source: String

    /// Markup of our own.
    init(stringLiteral value: String) {
        source = value
    }

    /// Markup of our own with what was put into it.
    init(stringInterpolation: StringInterpolation) {
        source = stringInterpolation.source
    }

    /// Text, as which it is shown.
    init(_ text: String) {
        source = HTMLText.escaped(text)
    }

    /// Nothing.
    static let none: HTMLText = ""

    /// Whether there is nothing in it.
    var isEmpty: Bool { source.isEmpty }

    /// Both after each other.
    static func + (left: HTMLText, right: HTMLText) -> HTMLText { "\(left)\(right)" }

    /// `text` without what has a meaning in markup, and without characters that no document may have or that turn the
    /// direction of the text around them.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}", "\u{200E}", "\u{200F}",
                "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// Puts text and markup into a literal.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        /// An empty one.
        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// Adds markup of our own.
        mutating func appendLiteral(_ literal: String) { source += literal }

        /// Adds text.
        mutating func appendInterpolation(_ text: String) { source += HTMLText.escaped(text) }

        /// Adds a number.
        mutating func appendInterpolation(_ number: Int) { source += "\(number)" }

        /// Adds markup.
        mutating func appendInterpolation(_ markup: HTMLText) { source += markup.source }

        /// Adds markup piece by piece.
        mutating func appendInterpolation(_ markup: [HTMLText]) {
            for piece in markup { source += piece.source }
        }
    }
}
