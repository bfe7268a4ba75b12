/// Why a text is not JSON, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What the text failed at.
    package enum Reason: Equatable, Sendable {
        /// The text breaks JSON's grammar (RFC 8259), or has a string that no text can hold.
        case syntax
        /// The text is not UTF-8.
        case encoding
        /// A number is beyond what a double holds.
        case overflow
        /// Values are nested more than 2,048 deep.
        case depth
    }

    package let reason: Reason
    /// The line of the offence, from 1.
    package let line: Int
    /// The character in the line at which reading stopped, from 0 where the line is empty.
    package let column: Int
    /// The bytes read when reading stopped.
    package let offset: Int
    /// What is wrong in words, without the position.
    package let message: String

    package var description: String { "line \(line), column \(column): \(message)" }
}
