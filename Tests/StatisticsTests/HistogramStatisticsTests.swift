import Foundation
import Testing

@testable import Statistics

@Suite("Histogram statistics")
struct HistogramStatisticsTests {
    @Test(
        "Every percentile lies within the promised digits of the sorted values",
        arguments: Distribution.allCases,
        [HistogramLayout.nanoseconds, .coarseNanoseconds]
    )
    func percentiles(distribution: Distribution, layout: HistogramLayout) {
        let values = distribution.values(count: 20_011).sorted()
        let histogram = Histogram(layout, values)
        for tenths in Array(1...20) + Array(stride(from: 25, to: 975, by: 25)) + Array(980...1000) {
            let exact = values[max(1, (tenths * values.count + 999) / 1000) - 1]
            let found = histogram.percentile(Double(tenths) / 10)
            let tolerance = Double(exact) * pow(10, -Double(layout.digits))
            #expect(found >= exact && Double(found - exact) <= tolerance, "percentile \(Double(tenths) / 10)")
        }
    }

    @Test("Mean and deviation are those of the values", arguments: Distribution.allCases)
    func moments(distribution: Distribution) {
        let values = distribution.values(count: 20_011)
        let histogram = Histogram(.nanoseconds, values)
        let mean = Double(values.reduce(0, +)) / Double(values.count)
        let squares = values.reduce(0) { $0 + pow(Double($1) - mean, 2) }
        #expect(isClose(histogram.mean, mean))
        #expect(isClose(histogram.standardDeviation, (squares / Double(values.count - 1)).squareRoot(), within: 1e-3))
    }

    @Test("Percentile 0 is the minimum, 100 the maximum, neither rounded to a counter")
    func ends() {
        let histogram = Histogram(.nanoseconds, [1_000_000_001, 2_000_000_001, 3_000_000_001])
        #expect(histogram.percentile(0) == 1_000_000_001)
        #expect(histogram.percentile(100) == 3_000_000_001)
    }

    @Test("A percentile of an empty histogram is 0", arguments: [0, 50, 100])
    func emptyPercentile(percentile: Double) {
        #expect(Histogram().percentile(percentile) == 0)
    }

    @Test("Percentiles follow Java's rule: the 91st of ten values is the tenth")
    func javaRank() {
        let histogram = Histogram(.nanoseconds, stride(from: 10, through: 100, by: 10))
        #expect(histogram.percentile(90) == 90)
        #expect(histogram.percentile(91) == 100)
        #expect(histogram.percentile(0.001) == 10)
    }

    @Test(
        "A product that is rounded up does not reach the next rank",
        arguments: [(8.8, 375, 33), (4.4, 750, 33), (2.2, 1500, 33)] as [(Double, UInt64, UInt64)]
    )
    func roundedRank(percentile: Double, count: UInt64, expected: UInt64) {
        #expect(Histogram(.nanoseconds, 1...count).percentile(percentile) == expected)
    }

    @Test("Equal values have exactly their mean and no deviation", arguments: [1, 1_000_000_007, 3_599_999_999_999])
    func equalValues(value: UInt64) {
        let histogram = Histogram()
        histogram.record(value, count: 10_000_000_000)
        #expect(histogram.mean == Double(value))
        #expect(histogram.standardDeviation == 0)
        #expect(histogram.shareWithinStandardDeviation == 1)
    }

    @Test("Fewer than two values have no deviation")
    func fewValues() {
        #expect(Histogram().mean == 0)
        #expect(Histogram().standardDeviation == 0)
        #expect(Histogram().shareWithinStandardDeviation == nil)
        #expect(Histogram(.nanoseconds, [77]).standardDeviation == 0)
    }

    @Test("The share within one deviation of the mean includes both ends")
    func share() throws {
        let histogram = Histogram(.day, [10, 20, 30])
        #expect(histogram.standardDeviation == 10)
        #expect(histogram.shareWithinStandardDeviation == 1)
        histogram.record(1000)
        #expect(histogram.shareWithinStandardDeviation == 0.75)
    }
}

/// Shapes of latency, in nanoseconds.
enum Distribution: CaseIterable {
    case uniform
    case exponential
    case logNormal
    case twoPeaks
    case anyMagnitude

    func values(count: Int) -> [UInt64] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in value(using: &generator) }
    }

    private func value(using generator: inout SeededGenerator) -> UInt64 {
        let unit = Double.random(in: 1e-9..<1, using: &generator)
        switch self {
        case .uniform: return UInt64(unit * 1e9)
        case .exponential: return UInt64(-log(unit) * 1e6)
        case .logNormal:
            let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
            return UInt64(exp(14 + 0.8 * (-2 * log(unit)).squareRoot() * cos(angle)))
        case .twoPeaks: return UInt64(unit < 0.9 ? 100_000 + unit * 1000 : 2e9 + unit * 1e6)
        case .anyMagnitude: return generator.nextOfAnyMagnitude(bits: 41)
        }
    }
}
