internal import Glibc

/// Where values lie on an axis: from 0 to 1, never outside of it and never not a number, whatever the values are.
struct ChartScale: Equatable {
    /// How values are spread.
    enum Spread: Equatable {
        /// Each difference takes the same room.
        case even
        /// Each factor of ten takes the same room.
        case logarithmic
    }

    /// How values are spread.
    let spread: Spread
    /// The value at 0.
    let lower: Double
    /// The value at 1, which is larger.
    let upper: Double
    /// Values worth a label, rising, within the scale.
    let ticks: [Double]

    /// Beyond this, differences are no numbers; what is nearer to 0 than its inverse is 0.
    private static let largest = 1e100
    /// From this ratio of the largest latency to a usual one on, one can't be seen beside the other on an even scale.
    private static let leastLogarithmicRatio = 20.0

    /// From 0 to at least the largest of `values`, ending at a tick.
    static func fromZero(to values: [Double], mostTicks: Int = 5) -> ChartScale {
        let most = known(values).max() ?? 0
        let end = most > 0 ? most : 1
        let step = step(span: end, most: mostTicks)
        let upper = (end / step - 1e-9).rounded(.up) * step
        return ChartScale(spread: .even, lower: 0, upper: upper, ticks: multiples(of: step, from: 0, to: upper))
    }

    /// From the smallest to the largest of `values`, with ticks where they fall.
    ///
    /// - Parameter step: the distance of ticks for a span; a round one unless given.
    static func covering(
        _ values: [Double],
        mostTicks: Int = 6,
        step: (Double, Int) -> Double = ChartScale.step
    ) -> ChartScale {
        let known = known(values)
        let lower = known.min() ?? 0
        let upper = known.max() ?? 0
        // One value alone has no span.
        guard upper - lower > max(abs(lower), abs(upper)) * 1e-9 else {
            let end = lower + max(1, abs(lower) * 0.01)
            return ChartScale(spread: .even, lower: lower, upper: end, ticks: [lower])
        }
        let ticks = multiples(of: step(upper - lower, mostTicks), from: lower, to: upper)
        return ChartScale(spread: .even, lower: lower, upper: upper, ticks: ticks)
    }

    /// For latencies: even from 0, or logarithmic where the largest would hide what is usual.
    ///
    /// - Parameter usual: such as the median; the smallest of several.
    static func latencies(_ values: [Double], usual: Double) -> ChartScale {
        let above = known(values).filter { $0 > 0 }
        guard let least = above.min(), let most = above.max(), most >= max(usual, least) * leastLogarithmicRatio else {
            return fromZero(to: values)
        }
        return logarithmic(from: least, to: most)
    }

    /// From a power of ten, or twice or five times one, to another.
    ///
    /// - Parameters: both above 0.
    static func logarithmic(from least: Double, to most: Double) -> ChartScale {
        let first = steps(around: least).last { $0 <= least * (1 + 1e-9) } ?? least
        let last = steps(around: most).first { $0 >= most * (1 - 1e-9) } ?? most
        let upper = last > first ? last : first * 10
        let decades = log10(upper / first)
        let kept = decades <= 3.1 ? [1.0, 2, 5] : [1]
        let stride = decades <= 7 ? 1.0 : (decades / 7).rounded(.up)
        var ticks: [Double] = []
        var power = log10(first).rounded(.down)
        while power <= log10(upper) + 1e-9 {
            ticks += kept.map { $0 * pow(10, power) }.filter { $0 >= first * (1 - 1e-9) && $0 <= upper * (1 + 1e-9) }
            power += stride
        }
        return ChartScale(spread: .logarithmic, lower: first, upper: upper, ticks: ticks)
    }

    /// Where `value` lies, from 0 to 1; at an end where it is beyond that.
    func position(_ value: Double) -> Double {
        guard !value.isNaN else { return 0 }
        let share =
            switch spread {
            case .even: (value - lower) / (upper - lower)
            case .logarithmic: value <= lower ? 0 : log10(value / lower) / log10(upper / lower)
            }
        return min(1, max(0, share))
    }

    // MARK: - Round numbers

    /// A power of ten, or twice or five times one, of which at most `most` reach over `span`.
    static func step(span: Double, most: Int) -> Double {
        let rough = span / Double(most)
        let power = pow(10, log10(rough).rounded(.down))
        return ([1.0, 2, 5].first { $0 * power >= rough * (1 - 1e-9) } ?? 10) * power
    }

    /// The multiples of `step` within two values.
    static func multiples(of step: Double, from lower: Double, to upper: Double) -> [Double] {
        let first = (lower / step - 1e-9).rounded(.up)
        let count = max(0, min(100, ((upper - first * step) / step + 1e-9).rounded(.down)))
        // Adding 0 makes a 0 of -0.
        return (0...Int(count)).map { (first + Double($0)) * step + 0 }.filter { $0 <= upper + step * 1e-6 }
    }

    private static func steps(around value: Double) -> [Double] {
        let power = pow(10, log10(value).rounded(.down))
        return [0.5, 1, 2, 5, 10].map { $0 * power }
    }

    private static func known(_ values: [Double]) -> [Double] {
        values.filter(\.isFinite).map { abs($0) < 1 / largest ? 0 : min(largest, max(-largest, $0)) }
    }
}
