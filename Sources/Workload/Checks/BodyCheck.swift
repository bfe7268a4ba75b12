package import JSON

/// One thing that the body of an answer must fulfil.
package enum BodyCheck: Sendable {
    /// These bytes are in it.
    case contains([UInt8])
    /// It is JSON; `Checks` puts this before the checks of values.
    case isJSON
    /// The value at a path of the JSON fulfils a condition; `text` is the path as written.
    case json(text: String, JSONPath, JSONCondition)

    /// A short label without anything from an answer, so that failures can be counted under it.
    package var label: String {
        switch self {
        case .contains(let bytes): "body_contains \(String(decoding: bytes, as: UTF8.self))"
        case .isJSON: "the body is JSON"
        case .json(let text, _, let condition): "\(text) \(condition.keyword)"
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `bytes` are in the buffer; `memmem` is a GNU call, which Swift's Glibc does not show.
    func contains(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        var rest = self[...]
        while rest.count >= bytes.count, let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: bytes) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
