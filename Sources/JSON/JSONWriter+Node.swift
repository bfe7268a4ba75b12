extension JSONWriter {
    /// Writes a parsed value, its members in the order of their text.
    package mutating func node(_ node: JSONNode) {
        switch node.kind {
        case .object:
            beginObject()
            for (name, value) in node.members {
                key(name)
                self.node(value)
            }
            endObject()
        case .array:
            beginArray()
            for index in 0..<node.count {
                if let element = node[index] { self.node(element) }
            }
            endArray()
        case .string: string(node.string ?? "")
        case .integer: integer(node.integer ?? 0)
        case .real: number(node.number ?? 0)
        case .boolean: bool(node.bool == true)
        case .null: null()
        }
    }
}

extension JSONNode: CustomStringConvertible {
    /// The value as compact JSON.
    package var description: String {
        var writer = JSONWriter()
        writer.node(self)
        return writer.text
    }
}
