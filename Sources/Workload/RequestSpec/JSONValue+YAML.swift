internal import YAML

extension JSONValue {
    /// Takes any YAML value but infinities and NaN, which JSON lacks.
    init(_ node: YAMLNode) throws(YAMLError) {
        switch node.content {
        case .sequence(let items):
            var values: [JSONValue] = []
            for item in items { values.append(try JSONValue(item)) }
            self = .array(values)
        case .mapping(let pairs):
            var members: [Member] = []
            for pair in pairs { members.append(Member(name: pair.key, value: try JSONValue(pair.value))) }
            self = .object(members)
        case .scalar(let scalar):
            switch scalar.value {
            case .null: self = .null
            case .bool(let value): self = .bool(value)
            case .integer(let value): self = .integer(value)
            case .number: self = .number(try node.number())
            case .string(let text): self = .string(text)
            }
        }
    }
}
