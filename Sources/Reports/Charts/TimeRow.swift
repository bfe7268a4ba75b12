internal import Statistics

/// What happened in a stretch of a run: one or several of its intervals together.
struct TimeRow: Equatable {
    /// Seconds since the start of what is measured.
    let start: Double
    /// When it ended, in the same.
    let end: Double
    /// Completed requests a second.
    let rate: Double
    /// Requests a second that did not do what they should.
    let errorRate: Double
    /// Latencies in nanoseconds; nil where no request ended.
    let latencies: Latencies?

    /// What is shown of latencies.
    struct Latencies: Equatable {
        let p50: Double
        let p99: Double
        let max: Double
    }

    /// More rows than this can't be told apart in a chart.
    static let most = 200

    /// The rows of `intervals`, put together to at most `most`.
    ///
    /// A last one that is much shorter than the others, as where a run ends a moment after a full second, is put to the
    /// one before it: its rate would be that of a few requests.
    static func rows(_ intervals: [RunResult.Interval], most: Int = TimeRow.most) -> [TimeRow] {
        let intervals = intervals.filter { $0.length > 0 && $0.start.isFinite && ($0.start + $0.length).isFinite }
        let size = max(1, (intervals.count + most - 1) / most)
        var groups = stride(from: 0, to: intervals.count, by: size).map {
            Array(intervals[$0..<min($0 + size, intervals.count)])
        }
        if groups.count > 1, length(groups[groups.count - 1]) < length(groups[0]) / 2 {
            let last = groups.removeLast()
            groups[groups.count - 1] += last
        }
        return groups.compactMap(row)
    }

    private static func length(_ intervals: [RunResult.Interval]) -> Double { intervals.reduce(0) { $0 + $1.length } }

    private static func row(_ intervals: [RunResult.Interval]) -> TimeRow? {
        guard let first = intervals.first, let last = intervals.last else { return nil }
        let seconds = length(intervals)
        let all = Histogram(.coarseNanoseconds)
        for interval in intervals {
            // A damaged one is left out of the chart.
            if let histogram = try? interval.histogram.makeHistogram() { all.merge(histogram) }
        }
        return TimeRow(
            start: first.start,
            end: last.start + last.length,
            rate: intervals.reduce(0) { $0 + Double($1.requests) } / seconds,
            errorRate: intervals.reduce(0) { $0 + Double($1.errors) } / seconds,
            latencies: all.count == 0
                ? nil
                : Latencies(
                    p50: Double(all.percentile(50)),
                    p99: Double(all.percentile(99)),
                    max: Double(all.max)
                )
        )
    }
}
