internal import CJansson

/// A parsed JSON text (RFC 8259), which owns all of its values.
///
/// Any value may stand at the root. Of members with the same name, the last wins, as in Python and JavaScript.
/// An integer beyond 64 bits is read as a real; jansson can do so only for a whole text, so then every integer of that
/// text is a real. `NaN` and `Infinity` are not JSON.
package final class JSONDocument {
    /// Values are read through `JSONNode`, which keeps the document alive.
    let storage: UnsafeMutablePointer<json_t>

    /// Parses `bytes`, which are not needed afterwards.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        storage = try Self.parse(bytes)
    }

    /// Parses the UTF-8 of `text`.
    package init(parsing text: String) throws(JSONError) {
        storage = try text.utf8.span.bytes.withUnsafeBytes { bytes throws(JSONError) in try Self.parse(bytes) }
    }

    deinit { json_decref(storage) }

    /// The value that is the whole text.
    package var root: JSONNode { JSONNode(document: self, value: storage) }

    private static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> UnsafeMutablePointer<json_t> {
        let flags = JSON_DECODE_ANY | JSON_ALLOW_NUL
        var error = json_error_t()
        if let value = load(bytes, flags, &error) { return value }
        if json_error_code(&error) == json_error_numeric_overflow,
            let value = load(bytes, flags | JSON_DECODE_INT_AS_REAL, &error)
        {
            return value
        }
        throw JSONError(&error)
    }

    private static func load(
        _ bytes: UnsafeRawBufferPointer,
        _ flags: Int32,
        _ error: inout json_error_t
    ) -> UnsafeMutablePointer<json_t>? {
        // jansson refuses a null buffer, which is how Swift may spell an empty one.
        guard let base = bytes.baseAddress else { return json_loadb("", 0, Int(flags), &error) }
        return json_loadb(base.assumingMemoryBound(to: CChar.self), bytes.count, Int(flags), &error)
    }
}

extension JSONError {
    fileprivate init(_ error: inout json_error_t) {
        let reason: Reason =
            switch json_error_code(&error) {
            case json_error_invalid_utf8: .encoding
            case json_error_numeric_overflow: .overflow
            case json_error_stack_overflow: .depth
            default: .syntax
            }
        self.init(
            reason: reason,
            line: Int(error.line),
            column: Int(error.column),
            offset: Int(error.position),
            message: withUnsafePointer(to: error) { String(cString: cjansson_error_text($0)) }
        )
    }
}
