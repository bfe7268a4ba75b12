internal import JSON
internal import Workload

/// Lua's values as JSON and back, which scripts have as `squall.json`; they cross as the prelude packs them.
enum ScriptJSON {
    /// How deep tables may be within each other.
    private static let deepest = 500

    /// A value as it was packed.
    private indirect enum Value {
        case null
        case boolean(Bool)
        case number(Double)
        case text([UInt8])
        /// Marked as an array or not.
        case table([(key: Value, value: Value)], isArray: Bool)
    }

    /// The JSON of a packed value: a table with the keys from 1 on is an array, any other an object with its keys sorted;
    /// one without keys is an object unless it is marked as an array.
    static func encode(_ packed: [UInt8]) throws(ScriptError) -> [UInt8] {
        var rest = packed[...]
        let value = try read(&rest, depth: 0)
        var writer = JSONWriter()
        try write(value, &writer)
        return writer.bytes
    }

    /// The packed value of a JSON text.
    static func decode(_ text: [UInt8]) throws(ScriptError) -> [UInt8] {
        do throws(JSONError) {
            let document = try text.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
                try JSONDocument(parsing: bytes)
            }
            var packed: [UInt8] = []
            pack(document.root, &packed)
            return packed
        } catch {
            throw ScriptError("squall.json.decode: line \(error.line), column \(error.column): \(error.message)")
        }
    }

    private static func pack(_ node: JSONNode, _ packed: inout [UInt8]) {
        switch node.kind {
        case .null: packed.append(UInt8(ascii: "u"))
        case .boolean: packed.append(node.bool == true ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .integer, .real: packed += PackedValue.pack(node.number ?? 0)
        case .string: packed += PackedValue.pack(node.string ?? "")
        case .array:
            packed.append(UInt8(ascii: "["))
            for index in 0..<node.count {
                packed += PackedValue.pack(Double(index + 1))
                if let element = node[index] { pack(element, &packed) }
            }
            packed.append(UInt8(ascii: "}"))
        case .object:
            packed.append(UInt8(ascii: "{"))
            for member in node.members {
                packed += PackedValue.pack(member.key)
                pack(member.value, &packed)
            }
            packed.append(UInt8(ascii: "}"))
        }
    }

    private static func read(_ rest: inout ArraySlice<UInt8>, depth: Int) throws(ScriptError) -> Value {
        guard depth < deepest else {
            throw ScriptError("squall.json.encode: more than \(deepest) tables in each other")
        }
        switch rest.first {
        case UInt8(ascii: "z"), UInt8(ascii: "u"):
            rest.removeFirst()
            return .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return .boolean(rest.removeFirst() == UInt8(ascii: "t"))
        case UInt8(ascii: "s"):
            rest.removeFirst()
            let count = Int(readNumber(&rest, until: ":"))
            defer { rest.removeFirst(count) }
            return .text(Array(rest.prefix(count)))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isArray = rest.removeFirst() == UInt8(ascii: "[")
            var members: [(Value, Value)] = []
            while rest.first != UInt8(ascii: "}") {
                let key = try read(&rest, depth: depth + 1)
                members.append((key, try read(&rest, depth: depth + 1)))
            }
            rest.removeFirst()
            return .table(members, isArray: isArray)
        default:
            return .number(readNumber(&rest, until: ";"))
        }
    }

    private static func readNumber(_ rest: inout ArraySlice<UInt8>, until end: Unicode.Scalar) -> Double {
        let digits = rest.prefix { $0 != UInt8(ascii: end) }
        rest = rest[digits.endIndex...].dropFirst()
        return Double(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    private static func write(_ value: Value, _ writer: inout JSONWriter) throws(ScriptError) {
        switch value {
        case .null: writer.null()
        case .boolean(let isTrue): writer.bool(isTrue)
        case .number(let number):
            guard number.isFinite else { throw ScriptError("squall.json.encode: \(number) is no number of JSON") }
            if let whole = Int64(exactly: number) { writer.integer(whole) } else { writer.number(number) }
        case .text(let bytes): writer.string(try string(bytes))
        case .table(let members, let isArray):
            if let elements = elements(of: members), isArray || !elements.isEmpty {
                writer.beginArray()
                for element in elements { try write(element, &writer) }
                writer.endArray()
            } else if isArray {
                throw ScriptError("squall.json.encode: an array has other keys than 1, 2, 3 and so on")
            } else {
                writer.beginObject()
                for (key, value) in try named(members) {
                    writer.key(key)
                    try write(value, &writer)
                }
                writer.endObject()
            }
        }
    }

    private static func string(_ bytes: [UInt8]) throws(ScriptError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ScriptError("squall.json.encode: a string is not UTF-8")
        }
        return text
    }

    /// The values of keys that are the numbers from 1 on; nil for other keys.
    private static func elements(of members: [(key: Value, value: Value)]) -> [Value]? {
        var elements = [Value?](repeating: nil, count: members.count)
        for (key, value) in members {
            guard case .number(let number) = key, let place = Int(exactly: number), elements.indices.contains(place - 1)
            else { return nil }
            elements[place - 1] = value
        }
        return elements.compactMap { $0 }
    }

    private static func named(_ members: [(key: Value, value: Value)]) throws(ScriptError) -> [(String, Value)] {
        var named: [(String, Value)] = []
        for (key, value) in members {
            guard case .text(let bytes) = key else {
                throw ScriptError(
                    "squall.json.encode: a table has keys that are neither all names nor 1, 2, 3 and so on"
                )
            }
            named.append((try string(bytes), value))
        }
        return named.sorted { $0.0 < $1.0 }
    }
}
