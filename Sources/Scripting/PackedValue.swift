/// A value as the prelude's `pack` writes it, for tables that cross between Swift and Lua.
enum PackedValue {
    /// A number.
    static func pack(_ number: Double) -> [UInt8] {
        Array("\(number);".utf8)
    }

    /// A string.
    static func pack(_ text: String) -> [UInt8] {
        pack(Array(text.utf8))
    }

    /// A string of these bytes.
    static func pack(_ bytes: [UInt8]) -> [UInt8] {
        Array("s\(bytes.count):".utf8) + bytes
    }

    /// A table with these keys and values, which are packed.
    static func pack(_ members: [([UInt8], [UInt8])]) -> [UInt8] {
        Array("{".utf8) + members.flatMap { $0 + $1 } + Array("}".utf8)
    }

    /// A table with strings for keys, and values that are packed.
    static func pack(_ members: [(String, [UInt8])]) -> [UInt8] {
        pack(members.map { (pack($0), $1) })
    }
}
