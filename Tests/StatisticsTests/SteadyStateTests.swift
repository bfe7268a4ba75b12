import Foundation
import Testing

@testable import Statistics

@Suite struct SteadyStateTests {
    /// Parts with a mean latency each, in microseconds.
    private func parts(_ means: [Double]) -> [SubInterval] {
        means.map { mean in
            let histogram = Histogram(.coarseNanoseconds)
            histogram.record(UInt64(mean * 1000))
            return SubInterval(requests: 1, latencies: [histogram.takeSnapshot()])
        }
    }

    /// Means around `level`, differing by `noise` as a deviation of the logarithm.
    private func noisy(_ levels: [Double], noise: Double = 0.05, seed: UInt64 = 1) -> [SubInterval] {
        var random = SplitMix64(seed: seed)
        return parts(
            levels.map { level in
                let sum = (0..<12).reduce(0.0) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
                return level * exp(noise * (sum - 6))
            }
        )
    }

    @Test("a run of one kind is steady from the start, and seldom called anything else")
    func steady() {
        let wrong = (0..<500).count { SteadyState(noisy(Array(repeating: 100, count: 60), seed: $0))?.start != 0 }
        // Two tests at 1 %, of which a change must be large too.
        #expect(wrong <= 10, "\(wrong) of 500")
    }

    @Test("a slow start ends where it ends")
    func warmup() throws {
        let state = try #require(
            SteadyState(noisy(Array(repeating: 200, count: 20) + Array(repeating: 100, count: 80)))
        )
        #expect(abs((state.start ?? 1) - 0.2) <= 0.05)
        #expect(abs((state.change ?? 0) - 0.5) < 0.05 && state.lastChange == nil && state.drift == nil)
    }

    @Test("a run that changes late never became steady")
    func lateChange() throws {
        let state = try #require(
            SteadyState(noisy(Array(repeating: 100, count: 70) + Array(repeating: 130, count: 30)))
        )
        #expect(state.start == nil && abs((state.lastChange ?? 0) - 0.7) < 0.05 && (state.change ?? 0) > 1.2)
    }

    @Test("nor did one that changes again after its start, or drifts after it")
    func secondChange() throws {
        let levels =
            Array(repeating: 300.0, count: 20) + Array(repeating: 100, count: 50) + Array(repeating: 150, count: 30)
        let state = try #require(SteadyState(noisy(levels)))
        #expect(state.start == nil && abs((state.lastChange ?? 0) - 0.7) < 0.05, "\(state)")
    }

    @Test("a drift is a run that never became steady")
    func drift() throws {
        let state = try #require(SteadyState(noisy((0..<100).map { 100 * exp(0.004 * Double($0)) }, noise: 0.02)))
        #expect(state.start == nil && (state.drift != nil || state.lastChange != nil))
    }

    @Test("parts that depend on those before them are not taken for changes")
    func memory() {
        var wrong = 0
        for seed in 0..<300 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var level = 0.0
            let levels = (0..<60).map { _ in
                level = 0.5 * level + 0.1 * (Double(random.next() >> 11) * 0x1p-53 - 0.5)
                return 100 * exp(level)
            }
            if SteadyState(parts(levels))?.start != 0 { wrong += 1 }
        }
        #expect(wrong <= 9, "\(wrong) of 300")
    }

    @Test("a change that is real and small is none")
    func small() throws {
        let levels = Array(repeating: 100.0, count: 50) + Array(repeating: 104, count: 50)
        #expect(try #require(SteadyState(noisy(levels, noise: 0.005))).start == 0)
    }

    @Test("single stalls are no change")
    func outliers() throws {
        var levels = Array(repeating: 100.0, count: 100)
        for place in [5, 50, 95] { levels[place] = 5000 }
        #expect(try #require(SteadyState(noisy(levels))).start == 0)
    }

    @Test("short runs, and those without latencies, are not judged")
    func short() {
        #expect(SteadyState(noisy(Array(repeating: 100, count: 11))) == nil)
        #expect(SteadyState(Array(repeating: SubInterval(requests: 0, latencies: []), count: 50)) == nil)
    }

    @Test("a step is found where it is, and a trend has its slope")
    func vectors() throws {
        let stepped = [Double](repeating: 0, count: 15) + [Double](repeating: 1, count: 15)
        let change = try #require(SteadyState.change(in: stepped))
        #expect(change.place == 15 && change.size == 1)
        #expect(SteadyState.drift(in: (0..<12).map { Double($0) * 0.1 }).map { abs($0 - exp(1.1)) < 1e-9 } == true)
    }
}
