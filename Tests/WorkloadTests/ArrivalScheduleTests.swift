import Foundation
import Testing
import Workload

@Suite struct ArrivalScheduleTests {
    private func times(_ load: OpenLoad, workers: Int = 1, seed: UInt64 = 1) -> [[UInt64]] {
        (0..<workers).map { worker in
            var schedule = ArrivalSchedule(load, worker: worker, of: workers, seed: seed)
            var times: [UInt64] = []
            while let time = schedule.next() { times.append(time) }
            return times
        }
    }

    private func load(_ text: String, _ arrivals: OpenLoad.Arrivals = .uniform) throws -> OpenLoad {
        OpenLoad(stages: try StageList.parse(text), arrivals: arrivals)
    }

    @Test("even arrivals come one interval apart, from the start on, all workers together")
    func uniform() throws {
        #expect(try times(load("1s@4")) == [[0, 250_000_000, 500_000_000, 750_000_000]])
        let dealt = try times(load("1s@5"), workers: 2)
        #expect(dealt == [[0, 400_000_000, 800_000_000], [200_000_000, 600_000_000]])
    }

    @Test("a rate that is no whole number of nanoseconds does not drift")
    func noDrift() throws {
        let found = try times(load("1h@7"))[0]
        #expect(found.count == 7 * 3600)
        #expect(found.last == UInt64(Double(7 * 3600 - 1) / 7 * 1e9))
    }

    @Test("stages follow each other, and one of rate 0 is a pause")
    func stages() throws {
        let found = try times(load("1s@2, 1s@0, 500ms@4"))[0]
        #expect(found == [0, 500_000_000, 2_000_000_000, 2_250_000_000])
    }

    @Test(
        "a rate that changes evenly has its count at each time",
        arguments: [
            ("10s@0..100", 0.0, 100.0), ("10s@100..0", 100, 0), ("10s@50..150", 50, 150), ("10s@80..80", 80, 80),
        ]
    )
    func ramps(text: String, from: Double, to: Double) throws {
        let found = try times(load(text))[0]
        #expect(found.count == Int((from + to) / 2 * 10))
        for (number, time) in found.enumerated() {
            let seconds = Double(time) / 1e9
            let count = from * seconds + (to - from) * seconds * seconds / 20
            #expect(abs(count - Double(number)) < 1e-4)
        }
        #expect(found == found.sorted())
    }

    @Test("without an end there is always a next one")
    func endless() {
        let load = OpenLoad(stages: [OpenLoad.Stage(duration: nil, rate: 1000)])
        var schedule = ArrivalSchedule(load, worker: 0, of: 1, seed: 1)
        var last: UInt64?
        for _ in 0..<100_000 { last = schedule.next() }
        #expect(last == 99_999_000_000)
    }

    @Test("random arrivals are a Poisson process, in each worker and all together", arguments: [1, 2, 7] as [UInt64])
    func poisson(seed: UInt64) throws {
        let workers = try times(load("100s@1000", .poisson), workers: 4, seed: seed)
        for times in workers + [workers.joined().sorted()] {
            // 4.5 deviations of the count.
            let expected = times.count > 50_000 ? 100_000.0 : 25_000
            #expect(abs(Double(times.count) - expected) < 4.5 * expected.squareRoot())
            let gaps = zip(times, times.dropFirst()).map { Double($1 - $0) / 1e9 }
            #expect(kolmogorov(gaps, rate: expected / 100) < 2.2)
        }
    }

    @Test("random arrivals follow a rate that changes")
    func randomRamp() throws {
        let found = try times(load("100s@0..2000", .poisson))[0]
        // By half of the time, a quarter has come.
        let early = found.count { $0 < 50_000_000_000 }
        #expect(abs(Double(early) - 25_000) < 4.5 * 25_000.squareRoot())
        #expect(abs(Double(found.count) - 100_000) < 4.5 * 100_000.squareRoot())
    }

    @Test("the same seed gives the same arrivals, another one others")
    func seeds() throws {
        let load = try load("1s@100", .poisson)
        #expect(times(load, workers: 2, seed: 5) == times(load, workers: 2, seed: 5))
        #expect(times(load, workers: 2, seed: 5) != times(load, workers: 2, seed: 6))
    }

    /// The Kolmogorov-Smirnov statistic against the exponential distribution, times the root of how many there are: over
    /// 2.2 in one of 8,000 samples that follow it.
    private func kolmogorov(_ gaps: [Double], rate: Double) -> Double {
        let sorted = gaps.sorted()
        let count = Double(sorted.count)
        let distances = sorted.enumerated().map { index, gap in
            let share = 1 - exp(-rate * gap)
            return max(share - Double(index) / count, Double(index + 1) / count - share)
        }
        return (distances.max() ?? 0) * count.squareRoot()
    }
}
