internal import JSON

/// What a JSON value is where a number is asked for, by the rules of pydantic's lax mode.
enum LaxNumber: Equatable {
    case number(Double)
    /// A string that is no number.
    case unparsable
    /// Infinity or NaN, which only a string can spell.
    case notFinite
    /// Neither a number, a string nor a boolean.
    case wrongType

    init(_ node: JSONNode) {
        switch node.kind {
        case .integer, .real: self = .number(node.number ?? 0)
        case .boolean: self = .number(node.bool == true ? 1 : 0)
        case .string: self.init(text: node.string ?? "")
        case .object, .array, .null: self = .wrongType
        }
    }

    /// Reads a number from text as pydantic 2 does: blanks around it and single underscores inside it do not count.
    init(text: String) {
        guard let word = Self.withoutUnderscores(Self.trimmed(text)) else {
            self = .unparsable
            return
        }
        let unsigned = word.hasPrefix("+") || word.hasPrefix("-") ? String(word.dropFirst()) : word
        if ["inf", "infinity", "nan"].contains(unsigned.lowercased()) {
            self = .notFinite
        } else if Self.isDecimal(unsigned), let value = Double(word) {
            self = value.isFinite ? .number(value) : .notFinite
        } else {
            self = .unparsable
        }
    }

    private static func trimmed(_ text: String) -> Substring.UnicodeScalarView {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let start = text.unicodeScalars.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return Substring().unicodeScalars }
        return start[...last]
    }

    private static func withoutUnderscores(_ scalars: Substring.UnicodeScalarView) -> String? {
        guard scalars.contains("_") else { return String(scalars) }
        var kept = String.UnicodeScalarView()
        var previous: Unicode.Scalar = "_"
        for scalar in scalars {
            if scalar == "_", previous == "_" { return nil }
            if scalar != "_" { kept.append(scalar) }
            previous = scalar
        }
        return previous == "_" ? nil : String(kept)
    }

    /// Digits with at most one point, and perhaps an exponent: Swift alone would also take hexadecimal numbers.
    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ".eE+-".utf8.contains(byte)
        }
    }
}
