import Testing

@testable import Statistics

@Suite("wrk's correction")
struct HistogramCorrectionTests {
    @Test("Fills in what one slow response among ten hides")
    func tenValues() throws {
        let histogram = Histogram(.day)
        histogram.record(100, count: 9)
        histogram.record(1000)
        #expect(isClose(histogram.standardDeviation, 284.604989, within: 1e-6))
        #expect(histogram.shareWithinStandardDeviation == 0.9)

        let corrected = histogram.corrected(interval: 190)
        #expect(corrected.counters.map(\.values.lowerBound) == [100, 240, 430, 620, 810, 1000])
        #expect(corrected.count == 14)
        #expect(isClose(corrected.mean, 285.714286, within: 1e-6))
        #expect(isClose(corrected.standardDeviation, 307.614001, within: 1e-6))
        #expect(isClose(try #require(corrected.shareWithinStandardDeviation), 0.78571429, within: 1e-8))
        #expect([50, 75, 90, 99].map(corrected.percentile) == [100, 430, 810, 1000])
    }

    @Test("Fills in what one second among a hundred requests hides")
    func hundredValues() {
        let histogram = Histogram(.day)
        histogram.record(100, count: 99)
        histogram.record(1_000_000)
        #expect(histogram.mean == 10_099)

        let corrected = histogram.corrected(interval: 10_099)
        #expect(corrected.count == 198)
        #expect(corrected.mean == 252_624.5)
        for (percentile, value) in [(75, 505_149), (90, 808_119), (99, 989_901)] as [(Double, UInt64)] {
            #expect(corrected.layout.index(of: corrected.percentile(percentile)) == corrected.layout.index(of: value))
        }
    }

    @Test("Adds nothing below twice the interval", arguments: [100, 150, 199, 200])
    func quiet(value: UInt64) {
        let histogram = Histogram(.day, [50, value])
        expectEqual(histogram.corrected(interval: 100), histogram)
    }

    @Test("Adds one value from just above twice the interval on")
    func justAbove() {
        expectEqual(Histogram(.day, [201]).corrected(interval: 100), Histogram(.day, [101, 201]))
    }

    @Test(
        "Equals recording each missing value on its own",
        arguments: [1, 2, 77, 1000, 1023, 4096, 250_000],
        [HistogramLayout.nanoseconds, .coarseNanoseconds, .wide]
    )
    func oneByOne(interval: UInt64, layout: HistogramLayout) {
        var generator = SeededGenerator(seed: interval)
        let histogram = Histogram(layout, (0..<20).map { _ in generator.nextOfAnyMagnitude(bits: 16) * 3 })
        let expected = histogram.copy()
        for counter in histogram.counters {
            var missing = histogram.representative(of: counter)
            while missing > 2 * interval {
                missing -= interval
                expected.record(missing, count: counter.count)
            }
        }
        expectEqual(histogram.corrected(interval: interval), expected)
    }

    @Test("Missing values above the highest are clamped like any other")
    func overflow() throws {
        let histogram = try Histogram(HistogramLayout(lowest: 1, highest: 1000, digits: 3), [1500])
        let corrected = histogram.corrected(interval: 200)
        #expect(corrected.count == 7)  // 1500, 1300, 1100, 900, 700, 500, 300
        #expect(corrected.overflow == 3)
        #expect(corrected.min == 300)
    }
}
