internal import Statistics
internal import Workload

/// What one worker saw: written by that worker alone, merged after the join.
///
/// Recording a request allocates nothing and takes no lock, but for the first latency of each row.
final class Recorder {
    let service = Histogram(.nanoseconds)
    let firstByte = Histogram(.nanoseconds)
    let connect = Histogram(.nanoseconds)
    let tls = Histogram(.nanoseconds)
    /// The latencies of the running second.
    private let second = Histogram(.coarseNanoseconds)
    private let hot: UnsafeMutablePointer<Hot>
    /// Completed requests by status, 0 to 999.
    let statuses: UnsafeMutablePointer<Int>
    static let statusCount = 1000
    /// How the latencies of a row are counted: of many rows each has two digits and 36 KiB instead of three and 264 KiB, or
    /// a file of URLs would take gigabytes.
    let rowLayout: HistogramLayout
    /// What it saw of each row's requests.
    let rows: UnsafeMutablePointer<RowTally>
    let rowCount: Int
    private(set) var failures: [Failure: FailureTally] = [:]
    /// Completed requests a second, sampled as wrk does.
    private(set) var rates: [UInt64] = []
    private var start: UInt64 = 0
    private var ratedAt: UInt64 = 0
    private var rowStartedAt: UInt64 = 0
    let published: PublishedIntervals

    /// The counters that change with each request, behind a pointer: class properties cost a check per access.
    private struct Hot {
        var counts = OutcomeCounts()
        var bytes = 0
        var connections = 0
        var sinceRate = 0
        var secondRequests = 0
        var secondErrors = 0
        var secondBytes = 0
        /// Whether rows have latencies of their own.
        var hasRows = false
    }

    /// One row's share.
    struct RowTally {
        var completed = 0
        var failed = 0
        var latency: Histogram?
        var failedChecks: [Int: Int] = [:]
    }

    /// One kind of failure.
    struct FailureTally {
        var count: Int
        /// Nanoseconds since the start of the run.
        let firstAt: UInt64

        func adding(_ other: FailureTally) -> FailureTally {
            FailureTally(count: count + other.count, firstAt: min(firstAt, other.firstAt))
        }
    }

    /// - Parameters:
    ///   - rows: how many rows the requests may go into.
    ///   - published: where finished seconds are put.
    init(rows rowCount: Int, published: PublishedIntervals) {
        self.rowCount = rowCount
        rowLayout = rowCount > RequestRows.mostPrecise ? .coarseNanoseconds : .nanoseconds
        self.published = published
        hot = .allocate(capacity: 1)
        hot.initialize(to: Hot())
        statuses = .allocate(capacity: Recorder.statusCount)
        statuses.initialize(repeating: 0, count: Recorder.statusCount)
        rows = .allocate(capacity: rowCount)
        rows.initialize(repeating: RowTally(), count: rowCount)
    }

    deinit {
        hot.deallocate()
        statuses.deallocate()
        rows.deinitialize(count: rowCount)
        rows.deallocate()
    }

    /// Starts the clocks, at `start` in monotonic nanoseconds.
    func begin(at start: UInt64) {
        self.start = start
        ratedAt = start
        rowStartedAt = start
    }

    /// Keeps the latencies of each row from now on; all until now were of the first one.
    func splitRows() {
        guard !hot.pointee.hasRows else { return }
        hot.pointee.hasRows = true
        guard service.count > 0 else { return }
        let first = Histogram(rowLayout)
        first.merge(service)
        rows[0].latency = first
    }

    /// The latencies of a row's requests; nil if there were none.
    func latency(ofRow row: Int) -> Histogram? {
        hot.pointee.hasRows ? rows[row].latency : row == 0 ? service : nil
    }

    var counts: OutcomeCounts { hot.pointee.counts }
    var bytes: Int { hot.pointee.bytes }
    var connections: Int { hot.pointee.connections }

    // MARK: - Requests

    /// A whole answer.
    ///
    /// `check` is the number of the check that failed, where one did.
    func answered(_ answer: Answer, row: Int, outcome: Outcome, failedCheck check: Int = 0) {
        let latency = answer.lastByteAt &- answer.sentAt
        service.record(latency)
        firstByte.record(answer.firstByteAt &- answer.sentAt)
        second.record(latency)
        hot.pointee.bytes &+= answer.bytes
        hot.pointee.secondBytes &+= answer.bytes
        hot.pointee.sinceRate &+= 1
        hot.pointee.secondRequests &+= 1
        if answer.status >= 0, answer.status < Recorder.statusCount { statuses[answer.status] &+= 1 }
        count(outcome, row)
        rows[row].completed &+= 1
        if outcome == .checkFailed { rows[row].failedChecks[check, default: 0] += 1 }
        recordInRow(row, latency)
    }

    /// A request without answer: it enters the latencies as the time that was waited, which is at least the timeout.
    func timedOut(row: Int, waited latency: UInt64, _ failure: Failure, at now: UInt64) {
        service.record(latency)
        second.record(latency)
        recordInRow(row, latency)
        failed(.timedOut, row: row, failure, at: now)
    }

    /// A request that was broken off or could not be sent.
    func failed(_ outcome: Outcome, row: Int, _ failure: Failure, at now: UInt64) {
        count(outcome, row)
        failures[failure, default: FailureTally(count: 0, firstAt: now &- start)].count += 1
    }

    /// The script failed, so that nothing was sent: all its errors are told by the first, as each may have a text of its own.
    func scriptFailed(_ error: ScriptError, at now: UInt64) {
        let known = failures.keys.first { $0.kind == .script }
        let failure = known ?? Failure(kind: .script, errno: 0, cause: .script(error))
        failures[failure, default: FailureTally(count: 0, firstAt: now &- start)].count += 1
    }

    /// A request that was under way when the run ended.
    func leftInFlight() {
        hot.pointee.counts.add(.inFlight)
    }

    /// A connection that was opened.
    func connected(_ handshake: Handshake) {
        hot.pointee.connections &+= 1
        connect.record(handshake.connectNanoseconds)
        if handshake.tlsNanoseconds > 0 { tls.record(handshake.tlsNanoseconds) }
    }

    private func count(_ outcome: Outcome, _ row: Int) {
        hot.pointee.counts.add(outcome)
        guard outcome != .ok else { return }
        rows[row].failed &+= 1
        hot.pointee.secondErrors &+= 1
    }

    private func recordInRow(_ row: Int, _ latency: UInt64) {
        // The latencies of the only row are those of all.
        guard hot.pointee.hasRows else { return }
        if rows[row].latency == nil { rows[row].latency = Histogram(rowLayout) }
        rows[row].latency?.record(latency)
    }

    // MARK: - Time passing

    /// Samples the request rate as wrk does: floor(requests / whole milliseconds × 1000), nothing where there was none.
    func sampleRate(at now: UInt64) {
        let milliseconds = (now &- ratedAt) / 1_000_000
        guard hot.pointee.sinceRate > 0, milliseconds > 0 else { return }
        rates.append(UInt64(Double(hot.pointee.sinceRate) / Double(milliseconds) * 1000))
        hot.pointee.sinceRate = 0
        ratedAt = now
    }

    /// Ends the running row of the per-second table when a new second of the run has begun.
    func endRowIfDue(at now: UInt64) {
        let second: UInt64 = 1_000_000_000
        if (now &- start) / second > (rowStartedAt &- start) / second { endRow(at: now) }
    }

    /// Ends the running row of the per-second table.
    func endRow(at now: UInt64) {
        guard now > rowStartedAt else { return }
        published.append(
            IntervalRow(
                start: rowStartedAt &- start,
                length: now &- rowStartedAt,
                requests: hot.pointee.secondRequests,
                errors: hot.pointee.secondErrors,
                bytes: hot.pointee.secondBytes,
                latencies: second.takeSnapshot()
            )
        )
        rowStartedAt = now
        hot.pointee.secondRequests = 0
        hot.pointee.secondErrors = 0
        hot.pointee.secondBytes = 0
    }
}
