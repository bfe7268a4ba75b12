internal import CJansson

extension JSONNode {
    /// The members of an object in the order of the text; empty for another kind.
    package var members: Members { Members(object: self) }

    /// A walk over the members of an object.
    package struct Members: Sequence, IteratorProtocol {
        private let object: JSONNode
        private var position: UnsafeMutableRawPointer?

        init(object: JSONNode) {
            self.object = object
            position = json_object_iter(object.value)
        }

        /// The next member's name and value.
        package mutating func next() -> (key: String, value: JSONNode)? {
            guard let member = position,
                let name = json_object_iter_key(member),
                let value = json_object_iter_value(member)
            else { return nil }
            position = json_object_iter_next(object.value, member)
            let utf8 = UnsafeRawBufferPointer(start: name, count: json_object_iter_key_len(member))
            return (String(decoding: utf8, as: UTF8.self), JSONNode(document: object.document, value: value))
        }
    }
}
