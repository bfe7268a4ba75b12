import Testing

@testable import Statistics

@Suite("Merging histograms")
struct HistogramMergingTests {
    private let values = (1...3).map { seed in
        var generator = SeededGenerator(seed: UInt64(seed))
        return (0..<1000).map { _ in generator.nextOfAnyMagnitude(bits: 43) }  // Some are above an hour.
    }

    @Test("Merged histograms equal one that recorded everything", arguments: [HistogramLayout.nanoseconds, .day])
    func sameAsRecordingAll(layout: HistogramLayout) {
        let merged = Histogram(layout)
        for part in values { merged.merge(Histogram(layout, part)) }
        expectEqual(merged, Histogram(layout, values.joined()))
    }

    @Test("The order of merging does not matter")
    func associative() {
        let (a, b, c) = (0..<3).map { Histogram(.nanoseconds, values[$0]) }.tuple
        let left = a.copy()
        left.merge(b)
        left.merge(c)
        let right = c.copy()
        right.merge(b)
        let both = a.copy()
        both.merge(right)
        expectEqual(left, both)
    }

    @Test("Merging an empty histogram changes nothing")
    func empty() {
        let histogram = Histogram(.nanoseconds, values[0])
        histogram.merge(Histogram())
        histogram.merge(Histogram(.coarseNanoseconds))
        expectEqual(histogram, Histogram(.nanoseconds, values[0]))
    }

    @Test("A fine histogram merges into a coarse one as if the values had been recorded there")
    func fineIntoCoarse() {
        let coarse = Histogram(.coarseNanoseconds)
        coarse.merge(Histogram(.nanoseconds, values[0]))
        expectEqual(coarse, Histogram(.coarseNanoseconds, values[0]))
    }

    @Test("A coarse histogram merged into a fine one keeps its precision and exact totals")
    func coarseIntoFine() {
        let (coarse, fine) = (Histogram(.coarseNanoseconds, values[0]), Histogram(.nanoseconds))
        fine.merge(coarse)
        #expect(fine.totals.pointee == coarse.totals.pointee)
        let exact = Histogram(.nanoseconds, values[0])
        for percentile in stride(from: 0.0, through: 100, by: 5) {
            let (found, expected) = (Double(fine.percentile(percentile)), Double(exact.percentile(percentile)))
            #expect(isClose(found, expected, within: 0.01))
        }
    }

    @Test("Values beyond the reach of the smaller layout are counted as overflow")
    func intoSmallerRange() throws {
        let small = try Histogram(HistogramLayout(lowest: 1, highest: 1_000_000, digits: 3))
        small.merge(Histogram(.nanoseconds, [5, 900_000, 2_000_000, 9_000_000_000_000]))
        #expect(small.overflow == 2)
        #expect(small.count == 4)
        #expect(small.max == 9_000_000_000_000)
    }

    @Test("Overflow is kept when a layout that reaches further takes it over")
    func intoLargerRange() throws {
        let small = try Histogram(HistogramLayout(lowest: 1, highest: 1_000_000, digits: 3), [5, 2_000_000])
        let histogram = Histogram()
        histogram.merge(small)
        #expect(histogram.overflow == 1)
        #expect(histogram.count == 2)
        #expect(histogram.max == 2_000_000)
    }

    @Test("Merging as other libraries do")
    func vector() throws {
        let vector = Vectors.shared.merge
        let merged = try Histogram(encodedText: vector.a)
        merged.merge(try Histogram(encodedText: vector.b))
        #expect(merged.count == vector.mergedTotal)
        for (percentile, value) in vector.mergedPercentilesJavaCeil {
            #expect(merged.percentile(try #require(Double(percentile))) == value)
        }
        expectEqual(merged, try Histogram(encodedText: vector.merged))
    }

    @Test("The mean comes from the middles of counters once a decoded histogram is among the parts")
    func meanOfDecoded() throws {
        let exact = Histogram(.nanoseconds, [1_000_000_001])
        let decoded = try Histogram(encoded: exact.encoded())
        exact.merge(decoded)
        let layout = HistogramLayout.nanoseconds
        #expect(exact.mean == Double(layout.midpoint(at: layout.index(of: 1_000_000_001))))
    }
}

extension [Histogram] {
    fileprivate var tuple: (Histogram, Histogram, Histogram) { (self[0], self[1], self[2]) }
}
