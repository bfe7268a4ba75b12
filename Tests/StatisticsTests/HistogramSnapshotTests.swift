import Testing

@testable import Statistics

@Suite("HistogramSnapshot")
struct HistogramSnapshotTests {
    private let values: [UInt64] = [0, 17, 17, 123_456_789, .max]

    @Test("Takes everything out and gives it back")
    func roundTrip() {
        let histogram = Histogram(.coarseNanoseconds, values)
        let snapshot = histogram.takeSnapshot()
        #expect(snapshot.totals.count == 5)
        #expect(snapshot.cells.count == 4)
        expectEqual(histogram, Histogram(.coarseNanoseconds))
        histogram.merge(snapshot)
        expectEqual(histogram, Histogram(.coarseNanoseconds, values))
    }

    @Test("Snapshots of a recording add up to the whole")
    func sequence() {
        let (live, sum) = (Histogram(.coarseNanoseconds), Histogram(.coarseNanoseconds))
        let all = Histogram(.coarseNanoseconds)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            for _ in 0..<200 {
                let value = generator.nextOfAnyMagnitude(bits: 40)
                live.record(value)
                all.record(value)
            }
            sum.merge(live.takeSnapshot())
        }
        expectEqual(sum, all)
    }

    @Test("A second without a response leaves an empty snapshot")
    func empty() {
        let histogram = Histogram(.coarseNanoseconds)
        let snapshot = histogram.takeSnapshot()
        #expect(snapshot.totals.count == 0 && snapshot.cells.isEmpty)
        histogram.merge(snapshot)
        expectEqual(histogram, Histogram(.coarseNanoseconds))
    }

    @Test("Can be merged into another layout")
    func otherLayout() {
        let (fine, expected) = (Histogram(), Histogram())
        fine.merge(Histogram(.coarseNanoseconds, values).takeSnapshot())
        expected.merge(Histogram(.coarseNanoseconds, values))
        expectEqual(fine, expected)
    }
}
