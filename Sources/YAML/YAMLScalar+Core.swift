extension YAMLScalar {
    /// Resolves a plain (unquoted) scalar by the core schema of YAML 1.2, of which JSON's scalars are a part.
    ///
    /// An integer beyond 64 bits and a number beyond a double's range are errors, blamed on `position`.
    package init(plain text: String, at position: YAMLPosition) throws(YAMLError) {
        value =
            switch text {
            case "", "~", "null", "Null", "NULL": .null
            case "true", "True", "TRUE": .bool(true)
            case "false", "False", "FALSE": .bool(false)
            case ".nan", ".NaN", ".NAN": .number(.nan)
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .number(.infinity)
            case "-.inf", "-.Inf", "-.INF": .number(-.infinity)
            default: try Self.number(text, position) ?? .string(text)
            }
        self.text = text
    }

    private static func number(_ text: String, _ position: YAMLPosition) throws(YAMLError) -> Value? {
        let bytes = Array(text.utf8)
        for (prefix, radix) in [("0o", 8), ("0x", 16)] where text.hasPrefix(prefix) {
            guard isDigits(text.dropFirst(2), radix: radix) else { return nil }
            guard let value = Int(text.dropFirst(2), radix: radix) else { throw outOfRange(text, position) }
            return .integer(value)
        }
        let unsigned = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard bytes.count - unsigned.count <= 1 else { return nil }
        if !unsigned.isEmpty && unsigned.allSatisfy(isDigit) {
            guard let value = Int(text) else { throw outOfRange(text, position) }
            return .integer(value)
        }
        guard isFloat(unsigned), let value = Double(text) else { return nil }
        guard value.isFinite else { throw outOfRange(text, position) }
        return .number(value)
    }

    private static func outOfRange(_ text: String, _ position: YAMLPosition) -> YAMLError {
        YAMLError("the number \(text) is out of range; quote it if it is a string", at: position)
    }

    private static func isDigits(_ text: Substring, radix: Int) -> Bool {
        // hexDigitValue also takes full-width digits, which the schema does not.
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.hexDigitValue ?? radix) < radix }
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
