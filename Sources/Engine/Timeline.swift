internal import Statistics

/// What one worker saw as time went by, whatever the phase: the rows of the per-second table, the parts of the run that are
/// compared with each other, and wrk's samples of the request rate.
///
/// It is written by that worker alone, and records without allocating.
final class Timeline {
    /// The latencies of the running sample, and those of the running second before it.
    private let sample = Histogram(.coarseNanoseconds)
    private let second = Histogram(.coarseNanoseconds)
    /// How long a sample is, in nanoseconds: whole ticks.
    private let sampleLength: UInt64
    /// How long a row is, in nanoseconds.
    private let rowLength: UInt64
    /// The finished samples of what is measured.
    private(set) var samples: [Sample] = []
    private var sampleStartedAt: UInt64 = 0
    private let hot: UnsafeMutablePointer<Hot>
    /// Completed requests a second, sampled as wrk does.
    private(set) var rates: [UInt64] = []
    /// Where seconds are counted from: the start of the run, then that of what is measured.
    private var origin: UInt64 = 0
    private var start: UInt64 = 0
    private var ratedAt: UInt64 = 0
    private var rowStartedAt: UInt64 = 0
    let published: PublishedIntervals

    /// The counters that change with each request, behind a pointer: class properties cost a check per access.
    private struct Hot {
        var sinceRate = 0
        var sampleRequests = 0
        var requests = 0
        var errors = 0
        var bytes = 0
    }

    /// A short part of the run.
    struct Sample {
        /// Nanoseconds from the start of what is measured.
        let start: UInt64
        let requests: Int
        let latencies: HistogramSnapshot
    }

    /// - Parameters:
    ///   - published: where finished seconds are put.
    ///   - sampleLength: how long a sample is, in nanoseconds.
    ///   - rowLength: how long a row is, in nanoseconds.
    init(
        published: PublishedIntervals,
        sampleLength: UInt64 = WorkerPlan.tick,
        rowLength: UInt64 = 1_000_000_000
    ) {
        self.published = published
        self.sampleLength = sampleLength
        self.rowLength = rowLength
        hot = .allocate(capacity: 1)
        hot.initialize(to: Hot())
    }

    deinit {
        hot.deallocate()
    }

    /// Starts the clocks, at `start` in monotonic nanoseconds.
    func begin(at start: UInt64) {
        self.start = start
        startRow(at: start)
    }

    /// Ends what was only warming up, and counts seconds anew.
    func beginMeasuring(at now: UInt64) {
        endRow(at: now)
        startRow(at: now)
        rates = []
        samples = []
        hot.pointee.sinceRate = 0
    }

    private func startRow(at now: UInt64) {
        origin = now
        sampleStartedAt = now
        ratedAt = now
        rowStartedAt = now
    }

    /// A whole answer.
    func answered(latency: UInt64, bytes: Int, isOK: Bool) {
        sample.record(latency)
        hot.pointee.sinceRate &+= 1
        hot.pointee.sampleRequests &+= 1
        hot.pointee.bytes &+= bytes
        if !isOK { hot.pointee.errors &+= 1 }
    }

    /// A request without answer that enters the latencies.
    func timedOut(latency: UInt64) {
        sample.record(latency)
        hot.pointee.errors &+= 1
    }

    /// Another request that went wrong.
    func failed() {
        hot.pointee.errors &+= 1
    }

    /// Samples the request rate as wrk does: floor(requests / whole milliseconds × 1000), nothing where there was none.
    func sampleRate(at now: UInt64) {
        // The loop's time may be from before measuring began.
        let milliseconds = (max(now, ratedAt) - ratedAt) / 1_000_000
        guard hot.pointee.sinceRate > 0, milliseconds > 0 else { return }
        rates.append(UInt64(Double(hot.pointee.sinceRate) / Double(milliseconds) * 1000))
        hot.pointee.sinceRate = 0
        ratedAt = now
    }

    /// Ends the running sample when its time is over.
    func endSampleIfDue(at now: UInt64) {
        if max(now, origin) - origin >= sampleStartedAt - origin + sampleLength { endSample(at: now) }
    }

    private func endSample(at now: UInt64) {
        let snapshot = sample.takeSnapshot()
        second.merge(snapshot)
        samples.append(
            Sample(start: sampleStartedAt - origin, requests: hot.pointee.sampleRequests, latencies: snapshot)
        )
        hot.pointee.requests &+= hot.pointee.sampleRequests
        hot.pointee.sampleRequests = 0
        // Samples keep to their grid, whenever we come to end them.
        sampleStartedAt = origin + (max(now, origin) - origin) / sampleLength * sampleLength
    }

    /// Ends the running row when the time of the next one has begun.
    func endRowIfDue(at now: UInt64) {
        if (max(now, origin) - origin) / rowLength > (rowStartedAt - origin) / rowLength { endRow(at: now) }
    }

    /// Ends the running row.
    func endRow(at now: UInt64) {
        guard now > rowStartedAt else { return }
        endSample(at: now)
        published.append(
            IntervalRow(
                start: rowStartedAt &- start,
                length: now &- rowStartedAt,
                requests: hot.pointee.requests,
                errors: hot.pointee.errors,
                bytes: hot.pointee.bytes,
                latencies: second.takeSnapshot()
            )
        )
        rowStartedAt = now
        hot.pointee.requests = 0
        hot.pointee.errors = 0
        hot.pointee.bytes = 0
    }
}
