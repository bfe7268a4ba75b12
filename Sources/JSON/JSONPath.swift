/// The way from a value to one inside it: `$.flowers[0].species`, `flowers[0]["sepal length"]`, or `$` for the value itself.
///
/// A name stands bare after a dot (any characters but `.`, `[`, `]`, quotes and blanks) or quoted in brackets, with
/// either quote, where `\` takes the next character as it is. An index counts from 0. The leading `$` may be left out.
package struct JSONPath: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case key(String)
        case index(Int)
    }

    let steps: [Step]

    /// Reads a path, or says at which column it goes wrong.
    package init(_ text: String) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        steps = try parser.parse()
    }
}

extension JSONNode {
    /// The value at the end of `path`, or nil where the path leads nowhere.
    package func look(up path: JSONPath) -> JSONNode? {
        var node = self
        for step in path.steps {
            let next: JSONNode? =
                switch step {
                case .key(let key): node[key]
                case .index(let index): node[index]
                }
            guard let next else { return nil }
            node = next
        }
        return node
    }
}

/// Why a text is not a path.
package struct JSONPathError: Error, Equatable, CustomStringConvertible {
    /// The text that was to be a path.
    package let text: String
    /// The offending character, from 1.
    package let column: Int
    /// What is wrong there.
    package let message: String

    package var description: String { "path '\(text)', column \(column): \(message)" }
}
