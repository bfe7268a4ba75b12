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
            return low + generator.unit() * (high - low)
        }
        return low + Double(generator.below(UInt64(high - low) + 1))
    }

    /// A UUID of version 4.
    mutating func uuid() -> String { generator.uuid() }
}
