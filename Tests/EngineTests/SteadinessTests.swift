import Statistics
import Testing

@testable import Engine

@Suite struct SteadinessTests {
    private func warning(_ means: [Int]) throws -> RunResult.Warning? {
        let parts = means.map { mean in
            let histogram = Histogram(.coarseNanoseconds)
            histogram.record(UInt64(mean))
            return SubInterval(requests: 1, latencies: [histogram.takeSnapshot()])
        }
        return Steadiness(RunResult.Steadiness(try #require(SteadyState(parts)), seconds: 10)).warning
    }

    /// Values around `level` that do not rise.
    private func level(_ level: Int, _ count: Int) -> [Int] {
        (0..<count).map { level + level * ($0 * 37 % 11) / 200 }
    }

    @Test("a steady run has no warning")
    func steady() throws {
        #expect(try warning(level(100_000, 50)) == nil)
    }

    @Test("a slow start is told with the warm-up that leaves it out")
    func slowStart() throws {
        let found = try #require(try warning(level(200_000, 12) + level(100_000, 38)))
        #expect(found.code == "slow-start")
        let sentence = "the first 2.4 s were different: latency fell by 50 % after them; --warmup 3s leaves them out"
        #expect(found.message == sentence)
    }

    @Test("a late change and a drift are told")
    func notSteady() throws {
        let late = try #require(try warning(level(100_000, 35) + level(200_000, 15)))
        #expect(late.code == "not-steady")
        #expect(late.message.hasPrefix("the run never became steady: latency rose by "))
        #expect(late.message.contains(" after 7 s, and the figures are of both; run longer"))
    }
}
