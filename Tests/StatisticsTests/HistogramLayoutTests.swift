import Testing

@testable import Statistics

@Suite("HistogramLayout")
struct HistogramLayoutTests {
    @Test("Has the geometry that other HdrHistogram libraries compute", arguments: Vectors.shared.cases)
    func geometry(vector: Vectors.Case) throws {
        let layout = try HistogramLayout(
            lowest: vector.lowestDiscernibleValue,
            highest: vector.highestTrackableValue,
            digits: vector.significantDigits
        )
        #expect(layout.bucketCount == vector.bucketCount)
        #expect(layout.countersPerBucket == vector.subBucketCount)
        #expect(layout.counterCount == vector.countsArrayLength)
        #expect(layout.unitMagnitude == vector.unitMagnitude)
        for counter in vector.nonZeroCounts ?? [] {
            #expect(layout.index(of: counter[1]) == Int(counter[0]))
            #expect(layout.lowestEquivalent(at: Int(counter[0])) == counter[1])
        }
    }

    @Test(
        "Presets count nanoseconds up to an hour",
        arguments: [(HistogramLayout.nanoseconds, 33_792, 3), (.coarseNanoseconds, 4_608, 2)]
    )
    func presets(layout: HistogramLayout, counterCount: Int, digits: Int) throws {
        #expect(layout.counterCount == counterCount)
        #expect(try layout == HistogramLayout(lowest: 1, highest: 3_600_000_000_000, digits: digits))
    }

    @Test(
        "Counters follow each other without gap or overlap and reach the highest value",
        arguments: [
            (1, 2, 1), (1, 3_600_000_000_000, 2), (1000, 60_000_000_000, 3), (7, 1_000_000, 1), (1, 1 << 40, 4),
            (1 << 51, UInt64(Int64.max), 3),
        ] as [(UInt64, UInt64, Int)]
    )
    func partition(lowest: UInt64, highest: UInt64, digits: Int) throws {
        let layout = try HistogramLayout(lowest: lowest, highest: highest, digits: digits)
        var next: UInt64 = 0
        for index in 0..<layout.counterCount {
            let (first, last) = (layout.lowestEquivalent(at: index), layout.highestEquivalent(at: index))
            try #require(first == next)
            try #require(layout.index(of: first) == index && layout.index(of: last) == index)
            try #require(last - first + 1 == layout.width(at: index))
            try #require(layout.midpoint(at: index) == first + layout.width(at: index) / 2)
            next = last + 1
        }
        #expect(next > highest)
    }

    @Test("Counters are never wider than the promised digits", arguments: 1...5)
    func precision(digits: Int) throws {
        let layout = try HistogramLayout(lowest: 1, highest: 3_600_000_000_000, digits: digits)
        let steps = [10, 100, 1000, 10_000, 100_000][digits - 1]
        let tooWide = (0..<layout.counterCount).first { index in
            layout.width(at: index) > 1 && layout.width(at: index) * UInt64(steps) > layout.lowestEquivalent(at: index)
        }
        #expect(tooWide == nil)
    }

    @Test("The largest geometry is made, the next larger ones are not")
    func largest() throws {
        let largest = try HistogramLayout(lowest: 1, highest: UInt64(Int64.max), digits: 5)
        #expect(largest.counterCount == 47 * 131_072)
        #expect(largest.index(of: UInt64(Int64.max)) == largest.counterCount - 1)
    }

    @Test(
        "Impossible geometries are errors",
        arguments: [
            (0, 100, 3), (1, 1, 3), (1, 0, 3), (1, 100, 0), (1, 100, 6), (1, 100, -1), (1, 1 << 63, 3), (60, 100, 3),
            (1 << 52, UInt64(Int64.max), 3), (1 << 61, UInt64(Int64.max), 5),
        ] as [(UInt64, UInt64, Int)]
    )
    func impossible(lowest: UInt64, highest: UInt64, digits: Int) {
        #expect(throws: HistogramError.geometry(lowest: lowest, highest: highest, digits: digits)) {
            try HistogramLayout(lowest: lowest, highest: highest, digits: digits)
        }
    }
}
