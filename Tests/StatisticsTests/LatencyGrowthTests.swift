import Testing

@testable import Statistics

@Suite struct LatencyGrowthTests {
    /// Parts with a mean latency each, in milliseconds; 0 is a part without a request.
    private func parts(_ means: [Double]) -> [SubInterval] {
        means.map { mean in
            let histogram = Histogram(.coarseNanoseconds)
            if mean > 0 { histogram.record(UInt64(mean * 1e6)) }
            return SubInterval(requests: 1, latencies: [histogram.takeSnapshot()])
        }
    }

    @Test("of a load that is 2 % too much, 2 % pile up", arguments: [1, 4])
    func overload(partsPerTenth: Int) throws {
        let count = 100 * partsPerTenth
        let seconds = 0.1 / Double(partsPerTenth)
        let growth = try #require(
            LatencyGrowth.perSecond(parts((1...count).map { 10 + 20 * Double($0) * seconds }), seconds: seconds)
        )
        #expect(abs(growth - 0.02) < 0.0005)
    }

    @Test("a stall, or parts without a request, do not make it")
    func stalls() throws {
        var means = Array(repeating: 10.0, count: 100)
        for place in 80..<100 { means[place] = 500 }
        means[3] = 0
        let growth = try #require(LatencyGrowth.perSecond(parts(means), seconds: 0.1))
        #expect(growth == 0)
        #expect(
            LatencyGrowth.perSecond(parts(Array(repeating: 5, count: 11)), seconds: 1) == nil
        )
    }
}
