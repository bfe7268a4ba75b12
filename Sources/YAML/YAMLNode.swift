/// A value of a YAML document and where it stands, aliases being replaced by what they name.
package struct YAMLNode: Sendable {
    /// The deepest nesting of a document, so that readers may recurse.
    package static let depthLimit = 100

    /// A scalar, a sequence or a mapping.
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
    }

    /// What the value is.
    package let content: Content
    /// Where it begins; for an alias, where the value it names begins.
    package let position: YAMLPosition

    /// Makes a node of a tree that did not come from YAML text.
    package init(_ content: Content, at position: YAMLPosition) {
        self.content = content
        self.position = position
    }
}

/// One entry of a mapping; keys are compared as text, so `1` and `"1"` are the same key.
package struct YAMLPair: Sendable {
    /// The text of the key.
    package let key: String
    /// Where the key begins.
    package let keyPosition: YAMLPosition
    /// What stands under the key.
    package let value: YAMLNode

    /// Makes an entry of a tree that did not come from YAML text.
    package init(key: String, at keyPosition: YAMLPosition, value: YAMLNode) {
        self.key = key
        self.keyPosition = keyPosition
        self.value = value
    }
}

/// The entries of a mapping that is being read, no two of them under the same key.
package struct YAMLPairList {
    /// The entries so far, in order.
    package private(set) var pairs: [YAMLPair] = []
    private var lines: [String: Int] = [:]

    /// A list without entries.
    package init() {}

    /// Refuses a key that was there before; to be called before the value is read, so that errors come in file order.
    package mutating func announce(_ key: String, at position: YAMLPosition) throws(YAMLError) {
        guard let line = lines.updateValue(position.line, forKey: key) else { return }
        throw YAMLError("the key '\(key)' stands here again; it is also on line \(line)", at: position)
    }

    /// Adds the entry of an announced key.
    package mutating func append(_ pair: YAMLPair) { pairs.append(pair) }
}

/// A scalar as the core schema of YAML 1.2 resolves it (section 10.3.2): `no` and `on` are strings, `0o17` is 15.
package struct YAMLScalar: Sendable {
    /// What a scalar can be.
    package enum Value: Equatable, Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
    }

    /// The resolved value.
    package let value: Value
    /// The text as written, so that `1.10` can be sent as it stands.
    package let text: String

    /// Makes a scalar of a tree that did not come from YAML text.
    package init(_ value: Value, text: String) {
        self.value = value
        self.text = text
    }
}
