/// What is wrong with a file and where, as one sentence: `FILE:LINE:COLUMN: sentence`.
package struct YAMLError: Error, Equatable, CustomStringConvertible {
    /// `FILE:LINE:COLUMN`, or `FILE` where no place in it is to blame.
    package let location: String
    /// What is wrong and what to do about it.
    package let message: String

    /// Blames a place in a file.
    package init(_ message: String, at position: YAMLPosition) {
        self.init(message, file: position.description)
    }

    /// Blames a file as a whole.
    package init(_ message: String, file: String) {
        location = file.printable
        self.message = message.printable
    }

    package var description: String { "\(location): \(message)" }
}

/// A place in a named file.
package struct YAMLPosition: Equatable, Sendable, CustomStringConvertible {
    /// The file as the user named it.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The character in the line (a Unicode scalar, as libyaml counts), from 1.
    package let column: Int

    /// Names a place.
    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }
}

extension String {
    /// The text with control characters replaced, so that a message stays on its line whatever it quotes.
    package var printable: String {
        String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 })
        )
    }
}
