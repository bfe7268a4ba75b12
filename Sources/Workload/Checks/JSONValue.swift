internal import JSON

/// A JSON value of a request spec: a body to send, or what an answer must have.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// The members in the order they are written; no two share a name.
    case object([Member])

    /// One member of an object.
    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

extension JSONWriter {
    /// Writes a value of a request spec; numbers are finite.
    mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array(let items):
            beginArray()
            for item in items { self.value(item) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }
}

extension JSONNode {
    /// Whether this is the same value: numbers by their value, objects whatever the order of their members.
    func equals(_ value: JSONValue) -> Bool {
        switch value {
        case .null: kind == .null
        case .bool(let value): bool == value
        case .integer(let value): integer.map { $0 == value } ?? (number == Double(value))
        case .number(let value): number == value
        case .string(let text): string?.utf8.elementsEqual(text.utf8) == true
        case .array(let items):
            kind == .array && count == items.count
                && items.indices.allSatisfy { self[$0]?.equals(items[$0]) == true }
        case .object(let members):
            kind == .object && count == members.count
                && members.allSatisfy { self[$0.name]?.equals($0.value) == true }
        }
    }
}
