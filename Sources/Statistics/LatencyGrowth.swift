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
        let size = (parts.count + SteadyState.mostParts - 1) / SteadyState.mostParts
        let means = SubInterval.grouped(parts, most: SteadyState.mostParts).map(\.meanLatency)
        var slopes: [Double] = []
        for (low, first) in means.enumerated() {
            for high in means.indices.dropFirst(low + 1) {
                guard let first, let last = means[high] else { continue }
                slopes.append((last - first) / Double(high - low))
            }
        }
        return slopes.isEmpty ? nil : slopes.median / 1e9 / (seconds * Double(size))
    }
}
