/// HdrHistogram's variable-length integers, "ZigZag LEB128-64b9B": the sign in the lowest bit, then 7 bits per byte,
/// lowest first, with the top bit set while more follow; a ninth byte holds the last 8 bits, so none is ever longer.
enum ZigZagLEB128 {
    private static let longest = 9

    /// Appends `value` to `bytes`.
    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        for _ in 1..<longest {
            guard rest > 0x7F else { break }
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Takes the first value off `bytes`, or returns nil if they end within it.
    static func popFirst(of bytes: inout ArraySlice<UInt8>) -> Int64? {
        var value: UInt64 = 0
        for place in 0..<longest {
            guard let byte = bytes.popFirst() else { return nil }
            let isLast = byte < 0x80 || place == longest - 1
            value |= UInt64(place == longest - 1 ? byte : byte & 0x7F) << UInt64(7 * place)
            if isLast { break }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
