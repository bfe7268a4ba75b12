import Foundation
import Testing

@testable import Statistics

/// Runs of a known distribution: how often intervals have the truth in them.
@Suite struct BlockBootstrapTests {
    /// A random number of the normal distribution (Box and Muller 1958).
    private func normal(_ random: inout SplitMix64) -> Double {
        let (one, two) = (Double(random.next() >> 11) * 0x1p-53, Double(random.next() >> 11) * 0x1p-53)
        return (-2 * log(1 - one)).squareRoot() * cos(2 * .pi * two)
    }

    /// A run of `count` parts whose latencies are log-normal around a level that wanders from part to part.
    ///
    /// - Parameters:
    ///   - wander: the deviation of the logarithm of the level; the rate goes the other way.
    ///   - memory: how much of the last part's level stays.
    private func run(
        seed: UInt64,
        count: Int = 50,
        requests: Int = 200,
        spread: Double = 0.5,
        wander: Double = 0.1,
        memory: Double = 0
    ) -> [SubInterval] {
        var random = SplitMix64(seed: seed)
        var level = wander * normal(&random)
        return (0..<count).map { _ in
            level = memory * level + (1 - memory * memory).squareRoot() * wander * normal(&random)
            let histogram = Histogram(.coarseNanoseconds)
            let number = max(1, Int((Double(requests) * exp(-level)).rounded()))
            for _ in 0..<number { histogram.record(UInt64(1e6 * exp(level + spread * normal(&random)))) }
            return SubInterval(requests: Double(number), latencies: [histogram.takeSnapshot()])
        }
    }

    /// The percentile of all latencies of a run.
    private func percentile(_ percent: Double, _ parts: [SubInterval]) throws -> Double {
        let weights = [Double](repeating: 1, count: parts.count)[...]
        return try #require(LatencyTable(parts)?.percentile(percent, weights: weights))
    }

    @Test(
        "intervals have the truth in them in 90 to 99 of 100 runs",
        arguments: [(20, 0.1, 0.0), (40, 0.3, 0), (60, 0.1, 0.5)]
    )
    func coverage(count: Int, wander: Double, memory: Double) throws {
        // The truth: a run so long that it has no error to speak of, of the same kind.
        let long = run(seed: 9_999, count: 5_000, requests: 50, wander: wander, memory: memory)
        let rate = long.reduce(0) { $0 + $1.requests } / Double(long.count)
        let percents = [50.0, 90, 99]
        let truths = try percents.map { try percentile($0, long) }
        let runs = 200
        var covered = [Int](repeating: 0, count: percents.count + 1)
        for number in 0..<runs {
            let parts = run(seed: UInt64(number), count: count, requests: 50, wander: wander, memory: memory)
            let bootstrap = try #require(BlockBootstrap(parts, seed: UInt64(number), resamples: 100))
            let own = parts.reduce(0) { $0 + $1.requests } / Double(count)
            if bootstrap.interval(ofRate: own)?.contains(rate) == true { covered[percents.count] += 1 }
            for (index, percent) in percents.enumerated() {
                let interval = bootstrap.interval(ofPercentile: percent, try percentile(percent, parts))
                if interval?.contains(truths[index]) == true { covered[index] += 1 }
            }
        }
        #expect(covered.allSatisfy { (0.90...0.99).contains(Double($0) / Double(runs)) }, "\(covered) of \(runs)")
    }

    @Test("a run of equal parts has intervals without width")
    func equalParts() throws {
        let part = run(seed: 1, count: 1)[0]
        let bootstrap = try #require(BlockBootstrap(Array(repeating: part, count: 20)))
        #expect(bootstrap.interval(ofRate: 500) == 500...500)
        let interval = try #require(bootstrap.interval(ofPercentile: 99, 1e6))
        #expect(interval.upperBound - interval.lowerBound < 1e-6)
    }

    @Test("the same seed gives the same intervals")
    func repeatable() {
        let parts = run(seed: 3)
        let intervals = [1, 1, 2].map { BlockBootstrap(parts, seed: $0)?.interval(ofPercentile: 90, 1e6) }
        #expect(intervals[0] == intervals[1] && intervals[0] != intervals[2] && intervals[0] != nil)
    }

    @Test("too few parts, and none with a latency, have no intervals")
    func tooFew() {
        #expect(BlockBootstrap(run(seed: 1, count: 3)) == nil)
        #expect(BlockBootstrap([]) == nil)
        #expect(BlockBootstrap(Array(repeating: SubInterval(requests: 0, latencies: []), count: 50)) == nil)
    }

    @Test("parts without a latency are put together with others, and an outage leaves no interval")
    func emptyParts() throws {
        let empty = SubInterval(requests: 0, latencies: [])
        let sparse = run(seed: 1, count: 30).flatMap { [$0, empty] }
        #expect(try #require(BlockBootstrap(sparse)).partCount == 30)
        #expect(BlockBootstrap(run(seed: 1, count: 20) + Array(repeating: empty, count: 40)) == nil)
    }

    @Test("many parts are put together, and those that depend on each other stay in one block")
    func blocks() throws {
        let bootstrap = try #require(BlockBootstrap(run(seed: 1, count: 1000)))
        #expect(bootstrap.partCount == 100)
        let dependent = run(seed: 1, count: 100, requests: 20, wander: 0.5, memory: 0.9)
        #expect(try #require(BlockBootstrap(dependent)).blockLength > bootstrap.blockLength)
    }

    @Test("a percentile of a selection is that of its latencies")
    func table() throws {
        let parts = [(1...100), (101...200)].map { values in
            let histogram = Histogram(.coarseNanoseconds)
            for value in values { histogram.record(UInt64(value)) }
            return SubInterval(requests: 100, latencies: [histogram.takeSnapshot()])
        }
        let table = try #require(LatencyTable(parts))
        // Counters of one value each: the percentile is within that value.
        #expect(table.percentile(50, weights: [1, 1]) == 101)
        #expect(table.percentile(50, weights: [1, 0]) == 51)
        #expect(table.percentile(50, weights: [0, 2]) == 151)
        #expect(table.percentile(50, weights: [0, 0]) == nil)
    }
}
