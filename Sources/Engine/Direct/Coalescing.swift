/// Says for how many answers to wait before the worker is woken.
struct Coalescing {
    /// Completions that were taken since the last turn.
    var arrivals: UInt64 = 0
    /// Nanoseconds between two arrivals, averaged over some turns.
    private var interval: UInt64 = .max / 16
    private var lastTurn: UInt64 = 0

    private static let fast: UInt64 = 15_000
    private static let most = 16

    mutating func turn(_ now: UInt64, expected: Int) -> (count: UInt32, nanoseconds: UInt64) {
        let passed = now &- lastTurn
        lastTurn = now
        interval = (interval &* 7 &+ passed / max(1, arrivals)) / 8
        arrivals = 0
        let count = min(expected / 8, Coalescing.most)
        guard interval < Coalescing.fast, count > 1 else { return (1, .max) }
        return (UInt32(count), 2 &* interval &* UInt64(count))
    }
}
