internal import Glibc
package import JSON

/// What a value in a JSON answer must be like.
package enum JSONCondition: Equatable, Sendable {
    case equals(JSONValue)
    /// It equals one of these.
    case isIn([JSONValue])
    /// It is a number from the lower to the upper bound, both included.
    case range(ClosedRange<Double>)
    case type(JSONType)
    /// There is a value, be it null, or there is none.
    case exists(Bool)

    /// The kinds of value that a condition can ask for.
    package enum JSONType: String, CaseIterable, Sendable {
        case object
        case array
        case string
        case number
        /// A number without a fraction, so `5.0` is one, as in JSON Schema.
        case integer
        case boolean
        case null
    }

    /// The key of the condition in a request spec.
    package var keyword: String {
        switch self {
        case .equals: "equals"
        case .isIn: "in"
        case .range: "range"
        case .type: "type"
        case .exists: "exists"
        }
    }

    /// Whether the value at a path, nil where there is none, fulfils the condition.
    package func holds(for value: JSONNode?) -> Bool {
        if case .exists(let isExpected) = self { return (value != nil) == isExpected }
        guard let value else { return false }
        switch self {
        case .equals(let expected): return value.equals(expected)
        case .isIn(let expected): return expected.contains { value.equals($0) }
        case .range(let range): return value.number.map(range.contains) ?? false
        case .type(let type): return type.includes(value)
        case .exists(let isExpected): return isExpected
        }
    }
}

extension JSONCondition.JSONType {
    fileprivate func includes(_ value: JSONNode) -> Bool {
        switch self {
        case .object: value.kind == .object
        case .array: value.kind == .array
        case .string: value.kind == .string
        case .number: value.number != nil
        case .integer: value.number.map { $0 == $0.rounded(.towardZero) } ?? false
        case .boolean: value.kind == .boolean
        case .null: value.kind == .null
        }
    }
}
