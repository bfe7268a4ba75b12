internal import Glibc

/// One line of a percentile spectrum.
struct PercentileRow {
    /// The highest value of the counter that reaches `percentile`.
    let value: UInt64
    /// 0 to 100.
    let percentile: Double
    /// How many values the counters up to this one hold.
    let countToValue: UInt64
}

extension Histogram {
    /// The classic percentile spectrum of HdrHistogram's C library, as `wrk2 --latency` prints it.
    ///
    /// A heading, one line per percentile tick, and a footer of three lines; HdrHistogram's plotter reads it. To be
    /// the text that the C library prints, the values are those of whole counters, mean and deviation come from the
    /// middles of counters, the deviation is that of a population, and "Max" is the lowest value of the last counter.
    ///
    /// - Parameters:
    ///   - scale: what values are divided by: 1,000,000 prints nanoseconds as milliseconds.
    ///   - ticksPerHalfDistance: how many lines it takes to come half-way nearer to 100 %.
    package func percentileSpectrum(scale: Double, ticksPerHalfDistance: Int = 5) -> String {
        var text = "       Value   Percentile   TotalCount 1/(1-Percentile)\n\n"
        let line = "%12.\(layout.digits)f %12f %12lu %12.2f\n"
        for row in percentileRows(ticksPerHalfDistance: ticksPerHalfDistance) {
            let fraction = row.percentile / 100
            text += formatted(line, Double(row.value) / scale, fraction, UInt(row.countToValue), 1 / (1 - fraction))
        }
        return text + spectrumFooter(scale: scale)
    }

    private func spectrumFooter(scale: Double) -> String {
        let (mean, deviation) = (midpointMean / scale, midpointDeviation / scale)
        let last = Double(counters.reduce(0) { _, counter in counter.values.lowerBound }) / scale
        return formatted("#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean, deviation)
            + formatted("#[Max     = %12.3f, Total count    = %12lu]\n", last, UInt(count))
            + formatted("#[Buckets = %12ld, SubBuckets     = %12ld]\n", layout.bucketCount, layout.countersPerBucket)
    }

    /// Walks the counters in ticks that halve with each halving of the distance to 100 %, and ends with 100 %.
    func percentileRows(ticksPerHalfDistance: Int) -> [PercentileRow] {
        var rows: [PercentileRow] = []
        var ticks = PercentileTicks(perHalfDistance: ticksPerHalfDistance)
        var seen: UInt64 = 0
        var last: UInt64 = 0
        for counter in counters {
            seen += counter.count
            last = counter.values.upperBound
            let reached = 100 * Double(seen) / Double(count)
            while ticks.next <= reached {
                rows.append(PercentileRow(value: last, percentile: ticks.next, countToValue: seen))
                ticks.advance()
                guard seen < count else { break }  // The last counter has one tick, and then 100 %.
            }
        }
        rows.append(PercentileRow(value: last, percentile: 100, countToValue: seen))
        return rows
    }

    /// The population standard deviation of the middles of the counters.
    private var midpointDeviation: Double {
        guard count > 0 else { return 0 }
        let squares = squaredDistances(to: midpointMean) { layout.midpoint(at: $0.index) }
        return (squares / Double(count)).squareRoot()
    }
}

/// The percentiles that a spectrum shows: an equal number in each half of the remaining distance to 100 %.
private struct PercentileTicks {
    let perHalfDistance: Int
    private(set) var next = 0.0

    init(perHalfDistance: Int) { self.perHalfDistance = perHalfDistance }

    mutating func advance() {
        let halvings = (log(100 / (100 - next)) / log(2)).rounded(.down) + 1
        let tick = next + 100 / (Double(perHalfDistance) * exp2(halvings))
        // Close to 100 a step is smaller than the numbers can tell apart: no tick is left then.
        next = tick > next ? tick : .infinity
    }
}

/// C's printf: fixed decimals without Foundation.
private func formatted(_ format: String, _ arguments: any CVarArg...) -> String {
    let capacity = 256
    return withVaList(arguments) { list in
        String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { Int(vsnprintf($0.baseAddress, capacity, format, list)) }
        }
    }
}
