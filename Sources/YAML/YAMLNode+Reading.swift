// Strict reading: each accessor takes exactly one kind of value, or says what was expected and what stands there.
extension YAMLNode {
    /// The text of a string.
    ///
    /// A number or a word such as `true` must be quoted to be one.
    package func string() throws(YAMLError) -> String {
        guard case .scalar(let scalar) = content, case .string(let text) = scalar.value else {
            throw expected("a string")
        }
        return text
    }

    /// The text of a string or a number, as it is written.
    package func stringOrNumber() throws(YAMLError) -> String {
        guard case .scalar(let scalar) = content else { throw expected("a string or a number") }
        switch scalar.value {
        case .string, .integer, .number: return scalar.text
        case .null, .bool: throw expected("a string or a number")
        }
    }

    /// An integer within `range`.
    package func integer(in range: ClosedRange<Int>) throws(YAMLError) -> Int {
        guard case .scalar(let scalar) = content, case .integer(let value) = scalar.value, range.contains(value) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            throw expected(least == most ? "\(least)" : "an integer from \(least) to \(most)")
        }
        return value
    }

    /// A finite number, integers included.
    package func number() throws(YAMLError) -> Double {
        guard case .scalar(let scalar) = content else { throw expected("a number") }
        switch scalar.value {
        case .integer(let value): return Double(value)
        case .number(let value) where value.isFinite: return value
        default: throw expected("a number")
        }
    }

    /// `true` or `false`.
    package func bool() throws(YAMLError) -> Bool {
        guard case .scalar(let scalar) = content, case .bool(let value) = scalar.value else {
            throw expected("true or false")
        }
        return value
    }

    /// One of the words of `Choice`.
    package func choice<Choice>(of: Choice.Type) throws(YAMLError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        let words = Choice.allCases.map(\.rawValue)
        // The text decides, so that the unquoted word `null` can be a choice.
        guard case .scalar(let scalar) = content, let choice = Choice(rawValue: scalar.text) else {
            throw expected("one of the words \(words.enumerated)")
        }
        return choice
    }

    /// The items of a list.
    package func items() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = content else { throw expected("a list") }
        return items
    }

    /// The entries of a mapping whose keys are free.
    package func pairs() throws(YAMLError) -> [YAMLPair] {
        guard case .mapping(let pairs) = content else { throw expected("a mapping") }
        return pairs
    }

    /// A mapping that may have only `keys`; `what` names it in errors: "a request".
    package func mapping(of what: String, keys: [String]) throws(YAMLError) -> YAMLMapping {
        guard case .mapping(let pairs) = content else { throw expected("\(what) with the keys \(keys.enumerated)") }
        return try YAMLMapping(what, keys: keys, pairs: pairs, position: position)
    }

    /// Says that something else was expected here.
    package func expected(_ what: String) -> YAMLError {
        YAMLError("expected \(what), found \(content)", at: position)
    }
}

extension YAMLNode.Content: CustomStringConvertible {
    /// What it is, for errors; long strings are cut.
    package var description: String {
        switch self {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let scalar):
            let text = scalar.text.count > 40 ? "\(scalar.text.prefix(40))…" : scalar.text
            switch scalar.value {
            case .null: return text.isEmpty ? "nothing" : text
            case .bool: return text
            case .integer, .number: return "the number \(text)"
            case .string: return "the string '\(text)'"
            }
        }
    }
}

extension [String] {
    /// The words as a phrase: `a`, `a and b`, `a, b and c`.
    var enumerated: String {
        guard let last, count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) and \(last)"
    }
}
