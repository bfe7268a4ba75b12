import Testing

@testable import Statistics

@Suite("Histogram")
struct HistogramTests {
    @Test("Counts every value in the counter it belongs to", arguments: Vectors.shared.recordedCases)
    func records(vector: Vectors.Case) throws {
        let (recorded, expected) = (try #require(vector.recorded), try #require(vector.nonZeroCounts))
        let histogram = try Histogram(
            HistogramLayout(
                lowest: vector.lowestDiscernibleValue,
                highest: vector.highestTrackableValue,
                digits: vector.significantDigits
            )
        )
        for pair in recorded { histogram.record(pair[0], count: pair[1]) }
        #expect(histogram.counters.map { [UInt64($0.index), $0.values.lowerBound, $0.count] } == expected)
        #expect(histogram.count == vector.totalCount)
    }

    @Test("An empty histogram has no counters and only zeros")
    func empty() {
        let histogram = Histogram()
        #expect(Array(histogram.counters).isEmpty)
        #expect(histogram.count == 0 && histogram.overflow == 0)
        #expect(histogram.min == 0 && histogram.max == 0)
    }

    @Test("Recording a value no times changes nothing")
    func recordsNothing() {
        let histogram = Histogram()
        histogram.record(5, count: 0)
        expectEqual(histogram, Histogram())
    }

    @Test("0 is a value like any other")
    func zero() {
        let histogram = Histogram(.nanoseconds, [0, 0])
        #expect(Array(histogram.counters) == [HistogramCounter(index: 0, values: 0...0, count: 2)])
        #expect(histogram.min == 0 && histogram.max == 0 && histogram.mean == 0)
    }

    @Test("Keeps the exact minimum, maximum and mean of values that share counters")
    func exactTotals() {
        let histogram = Histogram(.nanoseconds, [1_000_000_001, 1_000_000_002, 5_000_000_007])
        #expect(histogram.min == 1_000_000_001)
        #expect(histogram.max == 5_000_000_007)
        #expect(histogram.mean == 2_333_333_336 + 2.0 / 3)
    }

    @Test("The sum of ten thousand million values of a thousand seconds is exact")
    func wideSum() {
        let histogram = Histogram()
        histogram.record(1_000_000_000_000, count: 10_000_000_000)
        histogram.record(3)
        #expect(histogram.totals.pointee.sum == 10_000_000_000_000_000_000_003)
    }

    @Test("A value above the highest is clamped and counted, but stays exact in the totals")
    func overflow() {
        let hour = HistogramLayout.nanoseconds.highest
        let histogram = Histogram(.nanoseconds, [hour, hour + 1, .max])
        let top = HistogramLayout.nanoseconds.index(of: hour)
        #expect(histogram.counters.map(\.index) == [top])
        #expect(histogram.counters.map(\.count) == [3])
        #expect(histogram.overflow == 2)
        #expect(histogram.min == hour && histogram.max == .max)
    }

    @Test("A histogram of nothing but clamped values still shows them")
    func onlyOverflow() {
        let histogram = Histogram(.nanoseconds, [.max - 1])
        #expect(histogram.counters.map(\.count) == [1])
        #expect(histogram.percentile(50) == HistogramLayout.nanoseconds.highestEquivalent(at: histogram.topIndex))
    }

    @Test("Reset leaves nothing behind")
    func reset() {
        let histogram = Histogram(.coarseNanoseconds, [0, 17, 123_456_789, .max])
        histogram.reset()
        expectEqual(histogram, Histogram(.coarseNanoseconds))
        histogram.record(5)
        expectEqual(histogram, Histogram(.coarseNanoseconds, [5]))
    }

    @Test("A copy has the same contents and a life of its own")
    func copy() {
        let histogram = Histogram(.nanoseconds, [3, 1_000_000, .max])
        let copy = histogram.copy()
        expectEqual(copy, histogram)
        copy.record(7)
        #expect(histogram.count == 3)
    }
}

extension Histogram {
    fileprivate var topIndex: Int { layout.index(of: layout.highest) }
}
