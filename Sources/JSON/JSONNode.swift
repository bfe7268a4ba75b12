internal import CJansson

/// A view of one value in a `JSONDocument`, which it keeps alive.
package struct JSONNode {
    /// What kind of value it is; integers and reals are apart, since `5` and `5.0` print differently.
    package enum Kind: Equatable, Sendable {
        case object
        case array
        case string
        case integer
        case real
        case boolean
        case null
    }

    let document: JSONDocument
    let value: UnsafeMutablePointer<json_t>

    /// The kind of the value.
    package var kind: Kind {
        switch value.pointee.type {
        case JSON_OBJECT: .object
        case JSON_ARRAY: .array
        case JSON_STRING: .string
        case JSON_INTEGER: .integer
        case JSON_REAL: .real
        case JSON_TRUE, JSON_FALSE: .boolean
        default: .null
        }
    }

    /// The value of `true` or `false`, or nil for another kind.
    package var bool: Bool? {
        switch value.pointee.type {
        case JSON_TRUE: true
        case JSON_FALSE: false
        default: nil
        }
    }

    /// The value of an integer, or nil for another kind, reals included.
    package var integer: Int64? {
        value.pointee.type == JSON_INTEGER ? json_integer_value(value) : nil
    }

    /// The value of an integer or a real, or nil for another kind.
    package var number: Double? {
        switch value.pointee.type {
        case JSON_INTEGER, JSON_REAL: json_number_value(value)
        default: nil
        }
    }

    /// The text of a string, or nil for another kind.
    package var string: String? {
        guard let bytes = json_string_value(value) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: json_string_length(value)), as: UTF8.self)
    }

    /// The number of elements of an array or members of an object, and 0 for another kind.
    package var count: Int {
        // jansson answers 0 for a value of another kind.
        json_array_size(value) + json_object_size(value)
    }

    /// The member of an object named `key`, or nil where there is none or this is not an object.
    package subscript(key: String) -> JSONNode? {
        var key = key
        return key.withUTF8 { self[utf8: $0] }
    }

    /// The element of an array at `index`, or nil where there is none or this is not an array.
    package subscript(index: Int) -> JSONNode? {
        json_array_get(value, index).map { JSONNode(document: document, value: $0) }
    }

    private subscript(utf8 key: UnsafeBufferPointer<UInt8>) -> JSONNode? {
        // The empty key may come without an address, which jansson takes for no key.
        let found =
            if let base = key.baseAddress {
                base.withMemoryRebound(to: CChar.self, capacity: key.count) {
                    json_object_getn(value, $0, key.count)
                }
            } else {
                json_object_getn(value, "", 0)
            }
        return found.map { JSONNode(document: document, value: $0) }
    }
}
