internal import Glibc

/// Confidence intervals of a run's figures, from how they differ between its parts.
///
/// Latencies of one run depend on each other, so they are not resampled one by one: whole blocks of neighbouring parts are,
/// and the figures of each such resample calculated anew (circular block bootstrap: Politis and Romano 1992; for
/// percentiles, Sun and Lahiri 2006). Intervals are those between the percentiles of the resamples, on a logarithmic
/// scale, made wider for the small number of blocks by Student's t, as that of a mean would be.
package struct BlockBootstrap {
    private let parts: [SubInterval]
    private let table: LatencyTable
    /// How many neighbouring parts are resampled together.
    package let blockLength: Int
    /// How often each part is in each resample: resample × part.
    private let weights: [Double]
    private let resamples: Int

    /// How many parts there are, put together.
    package var partCount: Int { parts.count }

    /// The share of runs whose interval has the true value in it.
    package static let confidence = 0.95
    /// Parts are put together until there are no more than this.
    static let mostParts = 100
    /// Fewer blocks say nothing about how much they differ.
    static let leastBlocks = 4.0

    /// - Parameters:
    ///   - parts: of equal length, in order.
    ///   - seed: where the random choices begin.
    /// - Returns: nil where there are too few.
    package init?(_ parts: [SubInterval], seed: UInt64 = 1, resamples: Int = 1000) {
        var parts = SubInterval.grouped(parts, most: BlockBootstrap.mostParts)
        // Of low rates, parts must be longer; an outage leaves none that are long enough.
        while parts.count > 1, Double(parts.count { $0.meanLatency == nil }) > 0.05 * Double(parts.count) {
            parts = SubInterval.grouped(parts, most: (parts.count + 1) / 2)
        }
        let length = BlockBootstrap.blockLength(of: parts.map { $0.meanLatency.map(log) })
        guard Double(parts.count) / Double(length) >= BlockBootstrap.leastBlocks, let table = LatencyTable(parts) else {
            return nil
        }
        self.parts = parts
        self.table = table
        blockLength = length
        self.resamples = resamples
        weights = BlockBootstrap.weights(parts.count, length, resamples, seed)
    }

    private static func weights(_ count: Int, _ length: Int, _ resamples: Int, _ seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        let blocks = (count + length - 1) / length
        var weights = [Double](repeating: 0, count: resamples * count)
        for first in stride(from: 0, to: weights.count, by: count) {
            for _ in 0..<blocks {
                let start = Int(random.below(UInt64(count)))
                for place in 0..<length { weights[first + (start + place) % count] += 1 }
            }
        }
        return weights
    }

    /// How many parts it takes until they hardly depend on each other: at least the cube root of their number, and twice
    /// the lag from which on the autocorrelation is lost in noise; at most so many that four blocks are left.
    static func blockLength(of series: [Double?]) -> Int {
        let values = series.compactMap { $0 }
        let count = Double(values.count)
        guard count > 1 else { return 1 }
        let mean = values.reduce(0, +) / count
        let distances = values.map { $0 - mean }
        let variance = distances.reduce(0) { $0 + $1 * $1 }
        var lag = 1
        while variance > 0, lag < values.count / 4 {
            let sum = zip(distances, distances.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
            if sum / variance < 2 / count.squareRoot() { break }
            lag += 1
        }
        let usual = Int(cbrt(count).rounded())
        let dependent = lag > 1 ? 2 * lag : 1
        return max(1, min(max(usual, dependent), series.count / Int(leastBlocks)))
    }

    /// By how much the deviation of a mean of blocks is more than that of independent ones, judged by the correlation of
    /// each block's mean with that of the next (of n independent blocks it is -1/n on average).
    static func dependence(of series: [Double], blockLength: Int) -> Double {
        let means = stride(from: 0, through: series.count - blockLength, by: blockLength).map { first in
            series[first..<first + blockLength].reduce(0, +) / Double(blockLength)
        }
        let count = Double(means.count)
        guard count > 2 else { return 1 }
        let mean = means.reduce(0, +) / count
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard variance > 0 else { return 1 }
        let covariance = zip(means, means.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        return (1 + 2 * max(0, covariance / variance + 1 / count)).squareRoot()
    }

    // MARK: - Intervals

    /// The interval of a rate that was `rate` over the whole run.
    package func interval(ofRate rate: Double) -> ClosedRange<Double>? {
        let total = parts.reduce(0) { $0 + $1.requests }
        guard total > 0, rate > 0 else { return nil }
        let drawn = resample(0).reduce(0, +)
        let ratios = (0..<resamples).map { number in
            let sum = zip(resample(number), parts).reduce(0) { $0 + $1.0 * $1.1.requests }
            return sum / drawn / (total / Double(parts.count))
        }
        return range(of: ratios, series: parts.map(\.requests)).map { rate * $0.lowerBound...rate * $0.upperBound }
    }

    /// The interval of a percentile of the latencies that was `value` over the whole run.
    package func interval(ofPercentile percent: Double, _ value: Double) -> ClosedRange<Double>? {
        let all = [Double](repeating: 1, count: parts.count)[...]
        guard value > 0, let whole = table.percentile(percent, weights: all), whole > 0 else { return nil }
        let ratios = (0..<resamples).compactMap { number in
            table.percentile(percent, weights: resample(number)).map { $0 / whole }
        }
        return range(of: ratios, series: parts.compactMap { $0.meanLatency.map(log) }).map {
            value * $0.lowerBound...value * $0.upperBound
        }
    }

    private func resample(_ number: Int) -> ArraySlice<Double> {
        weights[number * parts.count..<(number + 1) * parts.count]
    }

    /// The interval of ratios to the whole, made wider for the number of blocks and for what is left of their dependence.
    private func range(of ratios: [Double], series: [Double]) -> ClosedRange<Double>? {
        let logarithms = ratios.filter { $0 > 0 }.map { log($0) }.sorted()
        guard logarithms.count > 20 else { return nil }
        let tail = (1 - BlockBootstrap.confidence) / 2
        let last = Double(logarithms.count - 1)
        let (low, high) = (logarithms[Int(tail * last)], logarithms[Int(((1 - tail) * last).rounded(.up))])
        let blocks = Double(parts.count) / Double(blockLength)
        let few =
            StudentT.quantile(1 - tail, degrees: blocks - 1) / Normal.quantile(1 - tail)
            * (blocks / (blocks - 1)).squareRoot()
        let factor = few * BlockBootstrap.dependence(of: series, blockLength: blockLength)
        return exp(min(0, factor * low))...exp(max(0, factor * high))
    }
}
