internal import Statistics
internal import Synchronization

/// One worker's row of the per-second table.
struct IntervalRow: Sendable {
    /// Nanoseconds since the start of the run.
    let start: UInt64
    /// Nanoseconds.
    let length: UInt64
    let requests: Int
    let errors: Int
    let bytes: Int
    let latencies: HistogramSnapshot
}

/// The finished seconds of one worker, readable while it runs: it adds one a second, others look.
final class PublishedIntervals: Sendable {
    private let rows = Mutex<[IntervalRow]>([])

    /// Adds a finished second.
    func append(_ row: IntervalRow) {
        rows.withLock { $0.append(row) }
    }

    /// How many there are.
    var count: Int { rows.withLock { $0.count } }

    /// The rows after the first `count`.
    func rows(after count: Int) -> [IntervalRow] {
        rows.withLock { Array($0.dropFirst(count)) }
    }
}
