package import Statistics

extension SplitMix64 {
    /// A random UUID of version 4 (RFC 9562, section 5.4).
    package mutating func uuid() -> String {
        let high = next() & ~0xF000 | 0x4000
        let low = next() & ~(3 << 62) | 2 << 62
        let digits = Array(SplitMix64.hexadecimal(high).utf8) + SplitMix64.hexadecimal(low).utf8
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
