internal import Glibc

extension Histogram {
    /// How many values were recorded.
    package var count: UInt64 { totals.pointee.count }

    /// How many values were above the layout's highest.
    package var overflow: UInt64 { totals.pointee.overflow }

    /// The smallest value, or 0 if there is none; of a decoded histogram the lowest that its counter stands for.
    package var min: UInt64 { count == 0 ? 0 : totals.pointee.min }

    /// The largest value, or 0 if there is none; of a decoded histogram the highest that its counter stands for.
    package var max: UInt64 { totals.pointee.max }

    /// The arithmetic mean, or 0 without values.
    ///
    /// It is exact for recorded values. A decoded histogram, and one that a decoded histogram was merged into, takes
    /// it from the middle of each counter, as all HdrHistogram libraries do.
    package var mean: Double {
        guard totals.pointee.isSumExact else { return midpointMean }
        return Self.quotient(totals.pointee.sum, count)
    }

    /// The mean of the middles of the counters, or 0 without values.
    var midpointMean: Double {
        var sum: UInt128 = 0
        for counter in counters { sum += UInt128(layout.midpoint(at: counter.index)) * UInt128(counter.count) }
        return Self.quotient(sum, count)
    }

    /// Divides in whole numbers first, so that the mean of equal values is exactly that value.
    private static func quotient(_ sum: UInt128, _ count: UInt64) -> Double {
        guard count > 0 else { return 0 }
        let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: UInt128(count))
        return Double(quotient) + Double(remainder) / Double(count)
    }

    /// The sample standard deviation (divided by n - 1), or 0 with fewer than two values.
    package var standardDeviation: Double {
        guard count > 1 else { return 0 }
        return (squaredDistances(to: mean, of: representative) / Double(count - 1)).squareRoot()
    }

    /// The sum over all values of the squared distance to `mean`, where `value` stands for all of a counter.
    func squaredDistances(to mean: Double, of value: (HistogramCounter) -> UInt64) -> Double {
        counters.reduce(0) { sum, counter in
            let distance = Double(value(counter)) - mean
            return sum + distance * distance * Double(counter.count)
        }
    }

    /// The share of values within one standard deviation of the mean, 0 to 1, or nil without values.
    ///
    /// This is wrk's "+/- Stdev" column; both ends belong to the range.
    package var shareWithinStandardDeviation: Double? {
        guard count > 0 else { return nil }
        let (mean, deviation) = (mean, standardDeviation)
        let range = mean - deviation...mean + deviation
        var within: UInt64 = 0
        for counter in counters where range.contains(Double(representative(of: counter))) { within += counter.count }
        return Double(within) / Double(count)
    }

    /// The value that at least `percentile` percent of all values don't exceed, or 0 without values.
    ///
    /// The rank is that of HdrHistogram for Java, `ceil(nextDown(percentile) * count / 100)` and at least 1: the C and
    /// Python libraries round to the nearest rank instead. The result is the highest value of the counter with that
    /// rank, but never above the maximum; percentile 0 is the minimum.
    ///
    /// - Parameter percentile: 0 to 100.
    package func percentile(_ percentile: Double) -> UInt64 {
        precondition((0...100).contains(percentile), "a percentile lies between 0 and 100")
        guard percentile > 0 else { return min }
        let rank = Swift.max(1, UInt64((percentile.nextDown * Double(count) / 100).rounded(.up)))
        var seen: UInt64 = 0
        for counter in counters {
            seen += counter.count
            if seen >= rank { return Swift.min(counter.values.upperBound, max) }
        }
        return max
    }

    /// The value that stands for all of a counter: its middle, or the minimum or maximum where that is nearer.
    func representative(of counter: HistogramCounter) -> UInt64 {
        Swift.max(min, Swift.min(layout.midpoint(at: counter.index), max))
    }
}
