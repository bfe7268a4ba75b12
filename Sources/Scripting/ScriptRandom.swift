internal import Statistics
internal import Workload

/// The random choices of `squall.random` and `squall.uuid`: the same in each run with the same seed.
struct ScriptRandom {
    private var generator: SplitMix64

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    /// A number from `low` to `high`, whole where both are.
    mutating func number(from low: Double, to high: Double) throws(ScriptError) -> Double {
        guard low <= high, low.isFinite, high.isFinite else { throw ScriptError("squall.random(a, b): a is above b") }
        guard low == low.rounded(), high == high.rounded(), high - low < 0x1p53 else {
            return low + Double(generator.next() >> 11) * 0x1p-53 * (high - low)
        }
        return low + Double(generator.below(UInt64(high - low) + 1))
    }

    /// A UUID of version 4 (RFC 9562, section 5.4).
    mutating func uuid() -> String {
        let high = generator.next() & ~0xF000 | 0x4000
        let low = generator.next() & ~(3 << 62) | 2 << 62
        let digits = Array(ScriptRandom.hexadecimal(high).utf8) + ScriptRandom.hexadecimal(low).utf8
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
