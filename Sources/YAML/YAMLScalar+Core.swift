/// A number with more digits than an `Int` holds, or beyond the range of a double.
struct NumberOutOfRange: Error {}

extension YAMLScalar {
    /// Resolves a plain (unquoted) scalar by the core schema of YAML 1.2.
    init(plain text: String) throws(NumberOutOfRange) {
        value =
            switch text {
            case "", "~", "null", "Null", "NULL": .null
            case "true", "True", "TRUE": .bool(true)
            case "false", "False", "FALSE": .bool(false)
            case ".nan", ".NaN", ".NAN": .number(.nan)
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .number(.infinity)
            case "-.inf", "-.Inf", "-.INF": .number(-.infinity)
            default: try Self.number(text) ?? .string(text)
            }
        self.text = text
    }

    private static func number(_ text: String) throws(NumberOutOfRange) -> Value? {
        let bytes = Array(text.utf8)
        if bytes.starts(with: "0o".utf8) { return try integer(digits: text.dropFirst(2), radix: 8) }
        if bytes.starts(with: "0x".utf8) { return try integer(digits: text.dropFirst(2), radix: 16) }
        let unsigned = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard bytes.count - unsigned.count <= 1 else { return nil }
        if !unsigned.isEmpty && unsigned.allSatisfy(isDigit) {
            guard let value = Int(text) else { throw NumberOutOfRange() }
            return .integer(value)
        }
        guard isFloat(unsigned), let value = Double(text) else { return nil }
        guard value.isFinite else { throw NumberOutOfRange() }
        return .number(value)
    }

    private static func integer(digits: Substring, radix: Int) throws(NumberOutOfRange) -> Value? {
        // Int(_:radix:) would also take a sign here, and hexDigitValue full-width digits; the schema takes neither.
        let areDigits = digits.allSatisfy { $0.isASCII && ($0.hexDigitValue ?? radix) < radix }
        guard !digits.isEmpty && areDigits else { return nil }
        guard let value = Int(digits, radix: radix) else { throw NumberOutOfRange() }
        return .integer(value)
    }

    /// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, the sign already taken off.
    private static func isFloat(_ text: ArraySlice<UInt8>) -> Bool {
        let whole = text.prefix(while: isDigit)
        var rest = text[whole.endIndex...]
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = text[fraction.endIndex...]
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        var exponent = rest.dropFirst()
        if exponent.first == UInt8(ascii: "-") || exponent.first == UInt8(ascii: "+") {
            exponent = exponent.dropFirst()
        }
        return !exponent.isEmpty && exponent.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
