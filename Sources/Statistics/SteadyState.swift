internal import Glibc

/// Whether a run was of one kind from some time on, judged by the mean latency of its parts one after the other.
///
/// A change is found by the largest of standardised rank sums (maximally selected rank statistics: Lausen and Schumacher 1992,
/// with the probability of Miller and Siegmund 1982), which goes by ranks, so that single outliers move nothing; a drift by
/// Mann's test (1945, after Kendall), its size by Sen's slope (1968). Both must be beyond chance and large enough to matter.
package struct SteadyState: Equatable, Sendable {
    /// The part of the run, from 0 to 1, from which on it was steady; nil if it never was.
    package private(set) var start: Double? = 0
    /// The ratio of the mean latency after the first change to that before; nil without one.
    package private(set) var change: Double?
    /// Where the change was that the run did not become steady after, from 0 to 1; nil without one.
    package private(set) var lastChange: Double?
    /// The ratio of the mean latency at the end of a drift to that at its start; nil without one.
    package private(set) var drift: Double?

    /// Parts are put together until there are no more than this.
    static let mostParts = 100
    /// Fewer say nothing.
    static let leastParts = 12
    /// How likely a change or drift may be by chance.
    static let chance = 0.01
    /// How near to an end a change may be, as a part of the series.
    static let margin = 0.05
    /// The least change that matters, as a ratio.
    static let least = 1.1

    /// - Parameter parts: of equal length, in order.
    /// - Returns: nil where there are too few with latencies.
    package init?(_ parts: [SubInterval]) {
        let means = SubInterval.grouped(parts, most: SteadyState.mostParts).compactMap(\.meanLatency)
        guard means.count >= SteadyState.leastParts else { return nil }
        let series = means.map { log($0) }
        guard let first = SteadyState.change(in: series) else {
            drift = SteadyState.drift(in: series)
            if drift != nil { start = nil }
            return
        }
        let place = Double(first.place) / Double(series.count)
        change = exp(first.size)
        let rest = Array(series[first.place...])
        let isEarly = first.place * 2 <= series.count && rest.count >= SteadyState.leastParts
        if isEarly, let second = SteadyState.change(in: rest) {
            start = nil
            lastChange = Double(first.place + second.place) / Double(series.count)
            change = exp(second.size)
        } else if isEarly, let found = SteadyState.drift(in: rest) {
            start = nil
            drift = found
        } else if isEarly {
            start = place
        } else {
            start = nil
            lastChange = place
        }
    }

    /// Where a series changes most, and by how much its median does; nil where that may be chance, or is too little.
    static func change(in series: [Double]) -> (place: Int, size: Double)? {
        let count = series.count
        let ends = max(2, Int((Double(count) * margin).rounded(.up)))
        guard count > 2 * ends else { return nil }
        let ranks = ranks(of: series)
        let n = Double(count)
        var (sum, most, place) = (0.0, 0.0, 0)
        for (index, rank) in ranks.enumerated() {
            sum += rank
            let before = Double(index + 1)
            guard index + 1 >= ends, index + 1 <= count - ends else { continue }
            // Wilcoxon's rank sum of what lies before, less what it is without a change, in deviations.
            let distance = abs(sum - before * (n + 1) / 2) / (before * (n - before) * (n + 1) / 12).squareRoot()
            if distance > most { (most, place) = (distance, index + 1) }
        }
        let distance = most / dependence(of: series).squareRoot()
        guard probability(ofMost: distance, margin: Double(ends) / n) < chance else { return nil }
        let size = Array(series[place...]).median - Array(series[..<place]).median
        return abs(size) >= log(least) ? (place, size) : nil
    }

    /// Places in order from 1 on, the mean of them for equal values.
    private static func ranks(of series: [Double]) -> [Double] {
        series.map { value in
            let (below, equal) = series.reduce((0, 0)) { ($0.0 + ($1 < value ? 1 : 0), $0.1 + ($1 == value ? 1 : 0)) }
            return Double(below) + Double(equal + 1) / 2
        }
    }

    /// How likely the largest of standardised rank sums is at least `distance` by chance (Miller and Siegmund 1982).
    private static func probability(ofMost distance: Double, margin: Double) -> Double {
        guard distance > 1 else { return 1 }
        let density = exp(-distance * distance / 2) / (2 * Double.pi).squareRoot()
        let span = 2 * log((1 - margin) / margin)
        return min(1, 4 * density / distance + density * (distance - 1 / distance) * span)
    }

    /// By how much the variance of a sum is larger because values depend on those before them: of a series with memory φ
    /// (autoregressive, first order), (1 + φ) / (1 - φ).
    ///
    /// φ is judged by how steps from value to value follow each other, whose correlation is -(1 - φ) / 2; large steps are cut, for
    /// it is changes and outliers that make them.
    private static func dependence(of series: [Double]) -> Double {
        let steps = zip(series.dropFirst(), series).map { $0 - $1 }
        let most = 3 * steps.map { abs($0) }.median
        let cut = steps.map { max(-most, min($0, most)) }
        let variance = cut.reduce(0) { $0 + $1 * $1 }
        guard variance > 0 else { return 1 }
        let covariance = zip(cut, cut.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let memory = min(0.9, max(0, 1 + 2 * covariance / variance))
        return (1 + memory) / (1 - memory)
    }

    /// The ratio of the end of a series to its start, by its steady slope; nil where that may be chance, or is too little.
    static func drift(in series: [Double]) -> Double? {
        guard series.count > 2 else { return nil }
        let slopes = SenSlope.slopes(series)
        let slope = slopes.median
        let beside = series.enumerated().map { $1 - slope * Double($0) }
        let size = slope * Double(series.count - 1)
        let probability = MannTrend.probability(
            slopes: slopes,
            count: series.count,
            inflation: dependence(of: beside)
        )
        return probability < chance && abs(size) >= log(least) ? exp(size) : nil
    }
}
