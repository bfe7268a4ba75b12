/// By how much latencies grow while a run goes on.
package enum LatencyGrowth {
    /// Seconds by which the mean latency grows in a second, by Sen's slope (1968), which single stalls do not move; nil where
    /// there are too few parts.
    ///
    /// In an open loop that is the share of the load which piles up: of requests that are due and take longer than the time
    /// between them, each waits for all that those before it took too long.
    ///
    /// - Parameters:
    ///   - parts: of equal length, in order.
    ///   - seconds: how long each of them is.
    package static func perSecond(_ parts: [SubInterval], seconds: Double) -> Double? {
        let grouped = SubInterval.grouped(parts, most: SteadyState.mostParts)
        let means = grouped.map(\.meanLatency)
        guard means.count(where: { $0 != nil }) >= SteadyState.leastParts else { return nil }
        let size = parts.count / grouped.count
        return SenSlope.slopes(means).median / 1e9 / (seconds * Double(size))
    }
}
