internal import CPlatform
internal import Statistics
internal import Synchronization
internal import Workload

/// A worker, whatever moves its bytes.
protocol RunningWorker: AnyObject, Sendable {
    /// What it saw.
    var recorder: Recorder { get }
    /// What makes its requests instead of the mix.
    var source: (any RequestSource)? { get }
    /// Whether `run` has returned; until then nobody else may look at it.
    var hasEnded: Bool { get }
    /// Whether the run ended because the server was gone for good.
    var gaveUp: Bool { get }
    /// When the run ended, in monotonic nanoseconds.
    var endedAt: UInt64 { get }
    /// CPU time that the run used.
    var cpuNanoseconds: UInt64 { get }
    /// The longest that answers which had come were left to gather, in nanoseconds.
    var longestHold: UInt64 { get }

    /// Runs to its end: the end in time, its last request, or the stop flag.
    ///
    /// - Parameters:
    ///   - start: now, in monotonic nanoseconds.
    ///   - end: when to end; `.max` where only the number of requests ends the run.
    func run(from start: UInt64, until end: UInt64)
}

/// One worker: keeps its slots busy with requests until the run ends, and records what became of each.
///
/// It shares nothing with other workers and does not know which engine moves the bytes.
///
/// Unchecked, because one thread at a time has it: it is made on one, runs on its queue, and is read after the join.
final class Worker<T: Transport>: RunningWorker, @unchecked Sendable {
    let transport: T
    let recorder: Recorder
    private let plan: WorkerPlan
    /// What the answers of each row must fulfil.
    private let checks: [Checks]
    private let slots: UnsafeMutablePointer<Slot>
    private let shouldStop: StopFlag
    private var chooser: RequestChooser
    /// What makes the requests instead of the mix; nil where the mix is sent.
    let source: (any RequestSource)?
    private var deadlines: DeadlineHeap
    /// Requests that may still be started; nil without bound.
    private var budget: Int?
    /// Slots that are not idle.
    private var busy = 0
    private var start: UInt64 = 0
    private var lastSignOfLife: UInt64 = 0
    private(set) var gaveUp = false
    private let ended = Atomic(false)
    private(set) var endedAt: UInt64 = 0
    private(set) var cpuNanoseconds: UInt64 = 0

    /// Where a slot is.
    ///
    /// Only the last three have a deadline.
    private enum Phase {
        case idle
        /// Its connection is being opened; the transport bounds that.
        case opening
        /// Its request is on the wire; the deadline is its timeout.
        case sent
        /// It waits before the next attempt; the deadline is that attempt.
        case backingOff
        /// Its source wants it to wait; the deadline is its request.
        case delaying
    }

    private struct Slot {
        var phase = Phase.idle
        /// The row that its request goes into.
        var row = 0
        var sentAt: UInt64 = 0
        /// Attempts in a row without an answer.
        var failures = 0
    }

    /// - Parameter source: what makes the requests; nil for those of the mix.
    init(
        _ plan: WorkerPlan,
        transport: T,
        chooser: RequestChooser,
        source: (any RequestSource)? = nil,
        recorder: Recorder,
        shouldStop: StopFlag
    ) {
        self.source = source
        self.plan = plan
        checks = source == nil ? plan.mix.requests.map(\.checks) : Array(repeating: Checks(), count: recorder.rowCount)
        self.transport = transport
        self.chooser = chooser
        self.recorder = recorder
        self.shouldStop = shouldStop
        budget = plan.requests
        deadlines = DeadlineHeap(count: plan.slots)
        slots = .allocate(capacity: plan.slots)
        slots.initialize(repeating: Slot(), count: plan.slots)
        if source == nil, recorder.rowCount > 1 { recorder.splitRows() }
    }

    deinit {
        slots.deallocate()
    }

    var longestHold: UInt64 { transport.longestHold }
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func run(from start: UInt64, until end: UInt64) {
        let cpu = cplatform_thread_cpu_ns()
        loop(from: start, until: end)
        leave()
        cpuNanoseconds = cplatform_thread_cpu_ns() - cpu
        ended.store(true, ordering: .releasing)
    }

    private func loop(from start: UInt64, until end: UInt64) {
        self.start = start
        lastSignOfLife = start
        recorder.begin(at: start)
        transport.begin()
        var nextTick = start + WorkerPlan.tick
        for slot in 0..<plan.slots { begin(slot) }
        while busy > 0 {
            for event in transport.wait(until: min(deadlines.earliest, nextTick, end)) { handle(event) }
            let now = transport.now
            if deadlines.earliest <= now { expire(now) }
            if now >= end || shouldStop.isSet || source?.isStopped == true { return }
            if now >= nextTick {
                nextTick = tick(now)
                // Without an end in time, a server that is gone for good must not keep us.
                gaveUp = end == .max && now > lastSignOfLife + WorkerPlan.patience && nothingIsSent
                if gaveUp { return }
            }
        }
    }

    // MARK: - Requests

    private func begin(_ slot: Int) {
        guard mayBegin else { return rest(slot) }
        if slots[slot].phase == .idle { busy += 1 }
        guard let source, source.delays else { return send(slot) }
        do throws(ScriptError) {
            let milliseconds = try source.delay()
            guard milliseconds > 0 else { return send(slot) }
            slots[slot].phase = .delaying
            deadlines.set(slot, transport.now &+ milliseconds &* 1_000_000)
        } catch {
            scriptFailed(error, slot)
        }
    }

    /// Whether a further request is to be sent.
    private var mayBegin: Bool { budget != 0 && source?.isStopped != true }

    private func rest(_ slot: Int) {
        if slots[slot].phase != .idle { busy -= 1 }
        slots[slot].phase = .idle
        deadlines.set(slot, .max)
    }

    /// Sends the next request on a slot that is not idle.
    private func send(_ slot: Int) {
        // While it waited, another one may have been the last.
        guard mayBegin else { return rest(slot) }
        let sentAt: UInt64
        if let source, source.makesRequests {
            do throws(ScriptError) {
                let made = try MadeRequest(from: source)
                if made.row > 0 { recorder.splitRows() }
                slots[slot].row = made.row
                sentAt = try transport.send(made, on: slot)
            } catch {
                return scriptFailed(error, slot)
            }
        } else {
            let request = chooser.next()
            slots[slot].row = request
            sentAt = transport.send(request, on: slot)
        }
        if let left = budget { budget = max(0, left - transport.unanswered(on: slot)) }
        if sentAt != 0 {
            sent(slot, sentAt)
        } else {
            slots[slot].phase = .opening
            deadlines.set(slot, .max)
        }
    }

    /// Ends the run, or waits a little and goes on.
    private func scriptFailed(_ error: ScriptError, _ slot: Int) {
        recorder.scriptFailed(error, at: transport.now)
        guard plan.keepsGoing else {
            shouldStop.set()
            return rest(slot)
        }
        slots[slot].phase = .backingOff
        deadlines.set(slot, transport.now + 10_000_000)
    }

    private func sent(_ slot: Int, _ time: UInt64) {
        slots[slot].phase = .sent
        slots[slot].sentAt = time
        lastSignOfLife = time
        deadlines.set(slot, time &+ plan.timeout)
    }

    private func handle(_ event: TransportEvent) {
        switch event {
        case .answered(let slot, let answer):
            lastSignOfLife = answer.lastByteAt
            slots[slot].failures = 0
            record(answer, slot)
            show(answer, slot)
            if answer.left == 0 { begin(slot) }
        case .connected(_, let handshake):
            recorder.connected(handshake)
        case .sent(let slot, let time):
            sent(slot, time)
        case .broken(let slot, let failure):
            fail(slot, failure)
            // Once is the server's good right, e.g. when it restarts; the next attempts keep their distance.
            retry(slot, from: 2)
        case .notSent(let slot, let failure):
            recorder.failed(.notSent, row: slots[slot].row, failure, at: transport.now)
            if let left = budget { budget = left + transport.unanswered(on: slot) }
            retry(slot, from: 1)
        }
    }

    /// Lets the source see the answer.
    private func show(_ answer: Answer, _ slot: Int) {
        guard let source, source.seesAnswers else { return }
        let head = transport.head(of: answer, on: slot)
        do throws(ScriptError) {
            try source.answered(status: answer.status, head: head, body: transport.body(of: answer, on: slot))
        } catch {
            recorder.scriptFailed(error, at: transport.now)
            if !plan.keepsGoing { shouldStop.set() }
        }
    }

    private func fail(_ slot: Int, _ failure: Failure) {
        let now = transport.now
        let waited = now &- slots[slot].sentAt
        // Those that were sent together time out together, though the first takes the connection with it.
        if failure == .sharedTimeout, waited >= plan.timeout { return timeOut(slot, now) }
        let outcome: Outcome = failure.kind == .protocol ? .protocolError : .reset
        for _ in 0..<transport.unanswered(on: slot) {
            recorder.failed(outcome, row: slots[slot].row, failure, at: now)
        }
    }

    private func timeOut(_ slot: Int, _ now: UInt64) {
        for _ in 0..<transport.unanswered(on: slot) {
            recorder.timedOut(row: slots[slot].row, waited: now &- slots[slot].sentAt, .timeout, at: now)
        }
    }

    private func record(_ answer: Answer, _ slot: Int) {
        let row = slots[slot].row
        switch checks[row].judgement(status: answer.status, body: transport.body(of: answer, on: slot)) {
        case .ok: recorder.answered(answer, row: row, outcome: .ok)
        case .status: recorder.answered(answer, row: row, outcome: .statusError)
        case .checkFailed(let check): recorder.answered(answer, row: row, outcome: .checkFailed, failedCheck: check)
        }
    }

    // MARK: - Deadlines

    /// Tries again, from failure number `first` in a row on after a pause that doubles from 10 ms to 1 s.
    private func retry(_ slot: Int, from first: Int) {
        slots[slot].failures = min(slots[slot].failures + 1, 30)
        let doublings = slots[slot].failures - first
        guard doublings >= 0, budget != 0 else { return begin(slot) }
        slots[slot].phase = .backingOff
        deadlines.set(slot, transport.now + min(10_000_000 << UInt64(min(doublings, 7)), 1_000_000_000))
    }

    /// Deals with deadlines that are over at `now`: with some of them, so that thousands at once keep neither the others
    /// waiting nor the run from its end.
    private func expire(_ now: UInt64) {
        guard deadlines.hasDue(now) else { return }
        // We may be late ourselves, stopped or without a processor: what is there by now is no timeout.
        let enough = transport.polls + plan.slots / WorkerPlan.eventsPerWait + 1
        while transport.polls < enough {
            for event in transport.wait(until: 0) { handle(event) }
        }
        for _ in 0..<WorkerPlan.mostDue {
            guard let slot = deadlines.popDue(now) else { return }
            due(slot, now)
        }
    }

    private func due(_ slot: Int, _ now: UInt64) {
        if slots[slot].phase == .sent {
            // Its answer may be in already and only waits to be told.
            guard transport.cancel(slot) else { return }
            timeOut(slot, now)
        }
        if slots[slot].phase == .delaying { send(slot) } else { begin(slot) }
    }

    /// What is done every 100 ms, as wrk does.
    private func tick(_ now: UInt64) -> UInt64 {
        recorder.sampleRate(at: now)
        recorder.endRowIfDue(at: now)
        return start + ((now - start) / WorkerPlan.tick + 1) * WorkerPlan.tick
    }

    private var nothingIsSent: Bool {
        !(0..<plan.slots).contains { slots[$0].phase == .sent }
    }

    /// Counts what is under way.
    ///
    /// A request whose connection was still being opened was never due.
    private func leave() {
        endedAt = transport.now
        for slot in 0..<plan.slots where slots[slot].phase == .sent {
            for _ in 0..<transport.unanswered(on: slot) { recorder.leftInFlight() }
        }
        recorder.sampleRate(at: endedAt)
        recorder.endRow(at: endedAt)
        // They count as sent.
        transport.finish()
    }
}
