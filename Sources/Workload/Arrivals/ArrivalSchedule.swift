internal import Glibc
internal import Statistics

/// When the requests of an open loop are due, for one worker of several: a schedule that no server can delay.
///
/// A stage that lasts D and whose rate goes from a to b has seen `a t + (b - a) t² / 2D` arrivals after t. Arrivals are
/// where that count passes certain marks. Marks one apart, dealt to the workers in turn, make all workers together as
/// even as one. Marks apart by exponential steps make a Poisson process of that rate (inversion of the cumulative rate:
/// Çinlar, *Introduction to Stochastic Processes*, 1975, section 4.7).
package struct ArrivalSchedule: Sendable {
    private let stages: [Stage]
    private let isRandom: Bool
    /// How far apart this worker's marks are, on average.
    private let step: Double
    private var random: SplitMix64
    private var mark: Double
    private var current = 0

    /// A stage with what came before it.
    private struct Stage {
        /// Nanoseconds from the start of the run.
        let start: Double
        /// Arrivals before it, and before its end.
        let before: Double
        let total: Double
        /// Arrivals a nanosecond at its start, and how much more they get per nanosecond.
        let rate: Double
        let slope: Double

        /// The count at `time`, which is not before its start.
        func count(at time: Double) -> Double {
            let passed = time - start
            return min(total, before + passed * (rate + slope * passed / 2))
        }

        /// When the count passes `mark`, in nanoseconds from the start of the run.
        func time(of mark: Double) -> Double {
            let count = mark - before
            guard count > 0 else { return start }
            // The form of the root that does not cancel; where the slope is 0, it is count / rate.
            return start + 2 * count / (rate + max(0, rate * rate + 2 * slope * count).squareRoot())
        }
    }

    /// The schedule of the worker numbered `worker` of `workers`.
    ///
    /// - Parameter seed: where random arrivals begin; workers have arrivals of their own.
    package init(_ load: OpenLoad, worker: Int, of workers: Int, seed: UInt64) {
        var stages: [Stage] = []
        var (start, before) = (0.0, 0.0)
        for stage in load.stages {
            let length = stage.duration.map { Double($0) } ?? .infinity
            let (rate, last) = (stage.startRate / 1e9, stage.endRate / 1e9)
            let total = before + (rate + last) / 2 * length
            if rate + last > 0 {
                let slope = length.isFinite ? (last - rate) / length : 0
                stages.append(Stage(start: start, before: before, total: total, rate: rate, slope: slope))
            }
            start += length
            before = total
        }
        self.stages = stages
        isRandom = load.arrivals == .poisson
        step = Double(workers)
        random = SplitMix64(seed: seed &+ UInt64(worker))
        mark = Double(worker)
        if isRandom { mark = exponential() }
    }

    /// When the next request is due, in nanoseconds from the start of the run; nil when none is left.
    package mutating func next() -> UInt64? {
        while current < stages.count, mark >= stages[current].total { current += 1 }
        guard current < stages.count else { return nil }
        let time = stages[current].time(of: mark)
        mark += isRandom ? exponential() : step
        return time < 0x1p63 ? UInt64(time.rounded()) : nil
    }

    /// How many requests are still due before `time`, in nanoseconds from the start of the run; of random arrivals, how many
    /// are to be expected.
    package func left(before time: UInt64) -> Int {
        let time = Double(time)
        var count = 0.0
        for stage in stages where stage.start < time { count = stage.count(at: time) }
        return max(0, Int(((count - mark) / step).rounded(.up)))
    }

    private mutating func exponential() -> Double {
        // 1 - u is never 0.
        -log1p(-random.unit()) * step
    }
}
