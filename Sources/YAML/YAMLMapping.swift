/// A mapping of which every key is known to the reader.
package struct YAMLMapping: Sendable {
    private let what: String
    private let keys: [String]
    private let pairs: [YAMLPair]
    private let position: YAMLPosition

    /// Refuses the first key that is not in `keys`, and names the one that was probably meant.
    init(_ what: String, keys: [String], pairs: [YAMLPair], position: YAMLPosition) throws(YAMLError) {
        self.what = what
        self.keys = keys
        self.pairs = pairs
        self.position = position
        for pair in pairs where !keys.contains(pair.key) {
            let advice =
                nearestWord(to: pair.key, among: keys).map { "did you mean '\($0)'?" }
                ?? "\(what) may have \(keys.enumerated)"
            throw YAMLError("unknown key '\(pair.key)'; \(advice)", at: pair.keyPosition)
        }
    }

    /// The value under `key`, if there is one; `key` must be among the known keys.
    package subscript(key: String) -> YAMLNode? {
        precondition(keys.contains(key), "\(what) is read for '\(key)', which is not among its keys")
        return pairs.first { $0.key == key }?.value
    }

    /// The value under `key`, which must be there.
    package func required(_ key: String) throws(YAMLError) -> YAMLNode {
        guard let value = self[key] else { throw YAMLError("\(what) needs the key '\(key)'", at: position) }
        return value
    }

    /// The one entry of those under `keys`, or nil for none; more than one is an error.
    package func atMostOne(of keys: [String]) throws(YAMLError) -> YAMLPair? {
        let found = pairs.filter { keys.contains($0.key) }
        guard found.count > 1 else { return found.first }
        throw YAMLError(
            "'\(found[1].key)' cannot stand beside '\(found[0].key)'; keep one of them",
            at: found[1].keyPosition
        )
    }

    /// The one entry of those under `keys`; none and more than one are errors.
    package func exactlyOne(of keys: [String]) throws(YAMLError) -> YAMLPair {
        guard let found = try atMostOne(of: keys) else {
            throw YAMLError("\(what) needs one of the keys \(keys.enumerated)", at: position)
        }
        return found
    }
}
