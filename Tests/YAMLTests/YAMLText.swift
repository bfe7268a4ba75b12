import YAML

/// The tree of a text in a file named `f.yaml`.
func tree(_ text: String) throws(YAMLError) -> YAMLNode {
    try YAMLNode(parsing: InputFile(path: "f.yaml", bytes: Array(text.utf8)))
}

/// The error that `body` throws, as the user sees it, or nil.
func message(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}

extension YAMLNode {
    /// The tree in one line, with the kind of each scalar, for comparisons.
    var outline: String {
        switch content {
        case .sequence(let items): "[\(items.map(\.outline).joined(separator: ", "))]"
        case .mapping(let pairs): "{\(pairs.map { "\($0.key): \($0.value.outline)" }.joined(separator: ", "))}"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: "null"
            case .bool(let value): "\(value)"
            case .integer(let value): "\(value)"
            case .number(let value): "\(value)"
            case .string(let text): "'\(text)'"
            }
        }
    }
}
