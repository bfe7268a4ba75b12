internal import Glibc

/// How much a percentile of all rounds together changed: an interval from rounds that are drawn with replacement, the same for
/// both builds.
///
/// It is shown and not judged by: of builds that are the same it calls 2 to 3 of 100 different at 1 %.
package enum PooledBootstrap {
    /// Values of a round and how often each came, by rising value.
    package typealias Values = [(value: UInt64, count: UInt64)]

    /// The values of `latencies`.
    package static func values(of latencies: HistogramSnapshot) -> Values {
        latencies.cells.map { (latencies.layout.highestEquivalent(at: Int($0.index)), $0.count) }
    }

    /// The interval of the logarithm of candidate / baseline; nil where a build has no values.
    ///
    /// - Parameters:
    ///   - baseline: by round.
    ///   - candidate: by round, as many.
    ///   - percent: above 0 and up to 100.
    ///   - alpha: the chance that it is outside the interval.
    ///   - seed: where the random choices begin.
    package static func interval(
        baseline: [Values],
        candidate: [Values],
        percent: Double,
        alpha: Double,
        seed: UInt64,
        resamples: Int = 2000
    ) -> ClosedRange<Double>? {
        guard let one = PooledValues(baseline), let other = PooledValues(candidate) else { return nil }
        var drawing = Resampling(count: baseline.count, seed: seed)
        var changes: [Double] = []
        for _ in 0..<resamples {
            drawing.draw()
            guard let first = one.percentile(percent, drawing.weights),
                let second = other.percentile(percent, drawing.weights),
                first > 0, second > 0
            else { continue }
            changes.append(log(Double(second) / Double(first)))
        }
        guard !changes.isEmpty else { return nil }
        return Quantile.type7(changes, alpha / 2)...Quantile.type7(changes, 1 - alpha / 2)
    }
}

/// Draws with replacement: as often as there are things to draw, each as likely each time.
struct Resampling {
    private var random: SplitMix64
    /// How often each was drawn last.
    private(set) var weights: [Int]

    init(count: Int, seed: UInt64) {
        random = SplitMix64(seed: seed)
        weights = [Int](repeating: 0, count: count)
    }

    /// Draws anew.
    mutating func draw() {
        for place in weights.indices { weights[place] = 0 }
        for _ in weights.indices { weights[Int(random.below(UInt64(weights.count)))] += 1 }
    }
}

/// The values of many rounds side by side, so that percentiles of any selection of them are found fast.
private struct PooledValues {
    /// All that occur, rising.
    private let values: [UInt64]
    /// How many of a round's values are this or below: round × value.
    private let cumulated: [UInt64]

    init?(_ rounds: [PooledBootstrap.Values]) {
        values = Set(rounds.flatMap { $0.map(\.value) }).sorted()
        guard !values.isEmpty else { return nil }
        var cumulated: [UInt64] = []
        cumulated.reserveCapacity(rounds.count * values.count)
        for round in rounds {
            var (sum, place): (UInt64, Int) = (0, 0)
            for value in values {
                if place < round.count, round[place].value == value {
                    sum += round[place].count
                    place += 1
                }
                cumulated.append(sum)
            }
        }
        self.cumulated = cumulated
    }

    /// The value with HdrHistogram's rank among those of all rounds, each taken `weights` times; nil where there are none.
    func percentile(_ percent: Double, _ weights: [Int]) -> UInt64? {
        let total = count(upTo: values.count - 1, weights)
        guard total > 0 else { return nil }
        let rank = max(1, UInt64((percent.nextDown * Double(total) / 100).rounded(.up)))
        var (low, high) = (0, values.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if count(upTo: middle, weights) >= rank { high = middle } else { low = middle + 1 }
        }
        return values[low]
    }

    private func count(upTo place: Int, _ weights: [Int]) -> UInt64 {
        var sum: UInt64 = 0
        for (round, weight) in weights.enumerated() where weight > 0 {
            sum += UInt64(weight) * cumulated[round * values.count + place]
        }
        return sum
    }
}
