/// A value that crosses between Swift and Lua.
enum LuaValue: Equatable, Sendable {
    case none
    case boolean(Bool)
    case number(Double)
    /// A string of Lua's: bytes.
    case text([UInt8])
    /// Of another type than can cross, by Lua's name of it: it only comes from Lua.
    case other(String)

    /// The string that has these bytes as UTF-8.
    static func text(_ string: String) -> LuaValue { .text(Array(string.utf8)) }

    /// The string, with what is not UTF-8 replaced; nil for other values.
    var string: String? {
        if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}
