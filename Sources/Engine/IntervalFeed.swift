package import Statistics

/// What happened in one interval of a run, all workers together.
package struct IntervalReport: Sendable {
    /// Nanoseconds from the start of what is measured to its start; of the warm-up less than 0.
    package let start: Int64
    /// Nanoseconds.
    package let length: UInt64
    /// Completed requests.
    package let requests: Int
    /// Requests that did not do what they should.
    package let errors: Int
    /// Bytes read.
    package let bytes: Int
    /// Latencies with two digits, in nanoseconds; empty where no request ended.
    package let latencies: [HistogramSnapshot]
}

/// Puts the rows of all workers together, interval by interval, while they run.
struct IntervalFeed {
    /// Nanoseconds.
    private let interval: UInt64
    private let warmup: UInt64
    /// How many rows of each worker have been taken.
    private var taken: [Int]
    /// The rows of intervals that are not told yet, by their number.
    private var open: [Int64: [IntervalRow]] = [:]
    /// Up to where each worker's rows have come, in nanoseconds from the start of the run.
    private var ends: [UInt64]

    init(interval: UInt64, warmup: UInt64, workers: Int) {
        self.interval = interval
        self.warmup = warmup
        taken = Array(repeating: 0, count: workers)
        ends = Array(repeating: 0, count: workers)
    }

    /// The intervals that have ended in all workers since the last call, in order.
    ///
    /// - Parameter isOver: whether no more rows will come, so that the last interval is told though it is short.
    mutating func take(_ published: [PublishedIntervals], isOver: Bool = false) -> [IntervalReport] {
        for (worker, rows) in published.enumerated() {
            for row in rows.rows(after: taken[worker]) {
                taken[worker] += 1
                ends[worker] = row.start + row.length
                open[number(of: row.start), default: []].append(row)
            }
        }
        // What lies before the end that all have come to.
        let reached = ends.min() ?? 0
        let finished = open.keys.filter { isOver || end(of: $0) <= Int64(reached) }.sorted()
        return finished.map { report(open.removeValue(forKey: $0) ?? []) }
    }

    /// Intervals are counted from the start of what is measured.
    private func number(of start: UInt64) -> Int64 {
        let time = Int64(start) - Int64(warmup)
        return (time >= 0 ? time : time - Int64(interval) + 1) / Int64(interval)
    }

    /// When an interval ends, in nanoseconds from the start of the run.
    private func end(of number: Int64) -> Int64 {
        (number + 1) * Int64(interval) + Int64(warmup)
    }

    private func report(_ rows: [IntervalRow]) -> IntervalReport {
        let start = rows.map(\.start).min() ?? 0
        let end = rows.map { $0.start + $0.length }.max() ?? start
        return IntervalReport(
            start: Int64(start) - Int64(warmup),
            length: end - start,
            requests: rows.reduce(0) { $0 + $1.requests },
            errors: rows.reduce(0) { $0 + $1.errors },
            bytes: rows.reduce(0) { $0 + $1.bytes },
            latencies: rows.map(\.latencies)
        )
    }
}
