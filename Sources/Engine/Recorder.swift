internal import Statistics
internal import Workload

/// What one worker saw of the requests of one phase: written by that worker alone, merged after the join.
///
/// Recording a request allocates nothing and takes no lock, but for the first latency of each row.
final class Recorder {
    /// From sent to the last byte.
    let service = Histogram(.nanoseconds)
    /// From sent to the first byte.
    let firstByte = Histogram(.nanoseconds)
    /// From due to the last byte; nil in a closed loop, where requests are due when they are sent.
    let response: Histogram?
    /// From due to sent; nil in a closed loop.
    let wait: Histogram?
    let connect = Histogram(.nanoseconds)
    let tls = Histogram(.nanoseconds)
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
    private var start: UInt64 = 0

    /// The counters that change with each request, behind a pointer: class properties cost a check per access.
    private struct Hot {
        var counts = OutcomeCounts()
        var bytes = 0
        var headBytes = 0
        var connections = 0
        var queued = 0
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
    ///   - isOpen: whether requests are due by a schedule.
    init(rows rowCount: Int, isOpen: Bool = false) {
        self.rowCount = rowCount
        rowLayout = rowCount > RequestRows.mostPrecise ? .coarseNanoseconds : .nanoseconds
        response = isOpen ? Histogram(.nanoseconds) : nil
        wait = isOpen ? Histogram(.nanoseconds) : nil
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

    /// Starts the clock for failures, at `start` in monotonic nanoseconds.
    func begin(at start: UInt64) {
        self.start = start
    }

    /// Keeps the latencies of each row from now on; all until now were of the first one.
    func splitRows() {
        guard !hot.pointee.hasRows else { return }
        hot.pointee.hasRows = true
        guard latency.count > 0 else { return }
        let first = Histogram(rowLayout)
        first.merge(latency)
        rows[0].latency = first
    }

    /// The latencies that are told first: response in an open loop, else service.
    var latency: Histogram { response ?? service }

    /// The latencies of a row's requests; nil if there were none.
    func latency(ofRow row: Int) -> Histogram? {
        hot.pointee.hasRows ? rows[row].latency : row == 0 ? latency : nil
    }

    var counts: OutcomeCounts { hot.pointee.counts }
    var bytes: Int { hot.pointee.bytes }
    /// Those of them that are bodies.
    var bodyBytes: Int { hot.pointee.bytes - hot.pointee.headBytes }
    var connections: Int { hot.pointee.connections }
    /// Requests that were due before a connection was free for them.
    var queued: Int { hot.pointee.queued }

    // MARK: - Requests

    /// A request was sent that was due at another time.
    func sent(waited: UInt64) {
        wait?.record(waited)
    }

    /// Requests found no free connection when they were due.
    func queued(_ count: Int) {
        hot.pointee.queued &+= count
    }

    /// A whole answer to a request that was due at `due`.
    ///
    /// - Parameter check: the number of the check that failed, where one did.
    /// - Returns: its latency, as `latency` has it.
    func answered(_ answer: Answer, due: UInt64, row: Int, outcome: Outcome, failedCheck check: Int = 0) -> UInt64 {
        var latency = answer.lastByteAt &- answer.sentAt
        service.record(latency)
        firstByte.record(answer.firstByteAt &- answer.sentAt)
        if let response {
            latency = answer.lastByteAt &- due
            response.record(latency)
        }
        hot.pointee.bytes &+= answer.bytes
        hot.pointee.headBytes &+= answer.headBytes
        if answer.status >= 0, answer.status < Recorder.statusCount { statuses[answer.status] &+= 1 }
        count(outcome, row)
        rows[row].completed &+= 1
        if outcome == .checkFailed { rows[row].failedChecks[check, default: 0] += 1 }
        recordInRow(row, latency)
        return latency
    }

    /// A request without answer: it enters the latencies as the time that was waited, which is at least the timeout.
    ///
    /// - Returns: its latency, as `latency` has it.
    func timedOut(row: Int, sentAt: UInt64, due: UInt64, _ failure: Failure, at now: UInt64) -> UInt64 {
        service.record(now &- sentAt)
        response?.record(now &- due)
        let latency = response == nil ? now &- sentAt : now &- due
        recordInRow(row, latency)
        failed(.timedOut, row: row, failure, at: now)
        return latency
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

    /// Requests that were due and not sent when the run ended.
    func leftUnsent(_ count: Int) {
        hot.pointee.counts.add(.unsent, count: count)
    }

    /// A connection that was opened.
    func connected(_ handshake: Handshake) {
        hot.pointee.connections &+= 1
        connect.record(handshake.connectNanoseconds)
        if handshake.tlsNanoseconds > 0 { tls.record(handshake.tlsNanoseconds) }
    }

    private func count(_ outcome: Outcome, _ row: Int) {
        hot.pointee.counts.add(outcome)
        if outcome != .ok { rows[row].failed &+= 1 }
    }

    private func recordInRow(_ row: Int, _ latency: UInt64) {
        // The latencies of the only row are those of all.
        guard hot.pointee.hasRows else { return }
        if rows[row].latency == nil { rows[row].latency = Histogram(rowLayout) }
        rows[row].latency?.record(latency)
    }
}
