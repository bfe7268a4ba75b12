internal import CPlatform
internal import Statistics
internal import Synchronization
internal import Workload

/// One worker: keeps its slots busy with requests until the run ends, and records what became of each.
///
/// It shares nothing with other workers and does not know which engine moves the bytes.
///
/// Unchecked, because one thread at a time has it: it is made on one, runs on its queue, and is read after the join.
final class Worker<T: Transport>: RunningWorker, @unchecked Sendable {
    let transport: T
    let phases: [WorkerPhase]
    let timeline: Timeline
    let plan: WorkerPlan
    /// What the answers of each row must fulfil.
    let checks: [Checks]
    let slots: UnsafeMutablePointer<Slot>
    let shouldStop: StopFlag
    var chooser: RequestChooser
    /// What makes the requests instead of the mix; nil where the mix is sent.
    let source: (any RequestSource)?
    var deadlines: DeadlineHeap
    /// Requests that may still be started; nil without bound.
    var budget: Int?
    /// Slots that are not idle.
    var busy = 0
    var lastSignOfLife: UInt64 = 0

    /// When requests are due; nil in a closed loop.
    var schedule: ArrivalSchedule?
    /// When the next request is due in an open loop; `.max` where none is left, and in a closed one.
    var nextDue: UInt64 = .max
    /// The idle slots of an open loop: the one that has been idle longest is the next to be used.
    var idle: IndexQueue
    /// Where the rests between answers and requests come from.
    var restRandom: SplitMix64

    /// The phase that requests belong to which are due now, and when the next one begins.
    var phase = 0
    var phaseEnd: UInt64 = .max

    var start: UInt64 = 0
    private(set) var measuredFrom: UInt64 = 0
    private(set) var isMeasuring = false
    /// That of the warm-up; nil without one.
    let warmupRecorder: UnsafeMutableRawPointer?
    /// Whether the load has ended and only answers are waited for.
    var isDraining = false
    var drained = 0
    var drainedBytes = 0
    /// Requests that were under way at the start or the end of what is measured, each as the part of its time that lies within.
    var partlyWithin = 0.0
    private(set) var gaveUp = false
    private let ended = Atomic(false)
    private(set) var endedAt: UInt64 = 0
    private var cpuAtStart: UInt64 = 0
    private(set) var cpuNanoseconds: UInt64 = 0
    private var runDelayAtStart: Int64 = -1
    private(set) var runDelay: UInt64?
    let lateness = Histogram(.coarseNanoseconds)

    /// Where a slot is.
    ///
    /// Only the last three have a deadline.
    enum SlotState {
        case idle
        /// Its connection is being opened; the transport bounds that.
        case opening
        /// Its request is on the wire; the deadline is its timeout.
        case sent
        /// It waits before the next attempt; the deadline is that attempt.
        case backingOff
        /// It rests before its next request; the deadline is that request.
        case resting
    }

    struct Slot {
        var state = SlotState.idle
        /// The row that its request goes into.
        var row = 0
        /// When its request was due, in an open loop.
        var due: UInt64 = 0
        var sentAt: UInt64 = 0
        /// Attempts in a row without an answer.
        var failures = 0
        /// That of the phase in which its request was due.
        var recorder: Unmanaged<Recorder>
    }

    /// - Parameters:
    ///   - source: what makes the requests; nil for those of the mix.
    ///   - phases: at least one.
    init(
        _ plan: WorkerPlan,
        transport: T,
        chooser: RequestChooser,
        source: (any RequestSource)? = nil,
        phases: [WorkerPhase],
        timeline: Timeline,
        shouldStop: StopFlag
    ) {
        self.source = source
        self.plan = plan
        self.phases = phases
        self.timeline = timeline
        let first = phases[0].recorder
        warmupRecorder = phases[0].isMeasured ? nil : Unmanaged.passUnretained(first).toOpaque()
        let known = source == nil ? plan.mix.requests.map(\.checks) : source?.checks
        checks = known ?? Array(repeating: Checks(), count: first.rowCount)
        self.transport = transport
        self.chooser = chooser
        self.shouldStop = shouldStop
        schedule = plan.schedule
        restRandom = SplitMix64(seed: plan.restSeed)
        deadlines = DeadlineHeap(count: plan.slots)
        idle = IndexQueue(capacity: plan.slots)
        slots = .allocate(capacity: plan.slots)
        slots.initialize(repeating: Slot(recorder: .passUnretained(first)), count: plan.slots)
        // A script may never name a request.
        if known != nil, first.rowCount > 1 { for phase in phases { phase.recorder.splitRows() } }
    }

    deinit {
        slots.deallocate()
    }

    var longestHold: UInt64 { transport.longestHold }
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func run(from start: UInt64, until end: UInt64) {
        begin(at: start)
        loop(until: end)
        leave()
        ended.store(true, ordering: .releasing)
    }

    // MARK: - The loop

    private func begin(at start: UInt64) {
        self.start = start
        lastSignOfLife = start
        timeline.begin(at: start)
        phaseEnd = phases[0].length.map { start + $0 } ?? .max
        measuredFrom = start + plan.warmup
        for phase in phases { phase.recorder.begin(at: phase.isMeasured ? measuredFrom : start) }
        if plan.warmup == 0 { startMeasuring() }
        transport.begin()
        if schedule == nil {
            for slot in 0..<plan.slots { begin(slot) }
        } else {
            // One of each connection, then the next of each: what is due is spread over connections.
            for first in 0..<plan.slotsPerConnection {
                for slot in stride(from: first, to: plan.slots, by: plan.slotsPerConnection) { idle.add(slot) }
            }
            turnSchedule()
        }
    }

    private func loop(until end: UInt64) {
        var end = end
        var nextTick = tick(after: start)
        while busy > 0 || nextDue != .max || waits(for: end) {
            let due = idle.isEmpty ? .max : nextDue
            let events = transport.wait(until: min(min(deadlines.earliest, due), min(nextTick, end)))
            let woke = transport.now
            if woke >= measuredFrom { startMeasuring() }
            let isEndOfLoad = woke >= end && plan.drain > 0 && !isDraining
            if isEndOfLoad { endLoad(at: end, woke) }
            for event in events { handle(event) }
            let now = transport.now
            if deadlines.earliest <= now { expire(now) }
            if nextDue <= now { sendDue(now) }
            if isEndOfLoad {
                endAttempts()
                // What was sent late has its time as well.
                end = woke + plan.drain
            }
            if shouldStop.isSet || source?.isStopped == true { return }
            let isTick = now >= nextTick
            if isTick { lateness.record(now - nextTick) }
            // Whose time is over is not left under way, however many there are: the next run finds its connections idle.
            if now >= end, plan.drain == 0 || isDraining && deadlines.earliest > now { return }
            if isTick {
                if !isDraining { timeline.sampleRate(at: now) }
                timeline.endSampleIfDue(at: now)
                timeline.endRowIfDue(at: now)
                nextTick = tick(after: now)
                // Without an end in time, a server that is gone for good must not keep us.
                gaveUp = end == .max && now > lastSignOfLife + WorkerPlan.patience && onlyConnects
                if gaveUp { return }
            }
        }
    }

    /// Whether the load lasts until `end` though there is nothing to do: an open loop does.
    private func waits(for end: UInt64) -> Bool {
        schedule != nil && end != .max && budget != 0 && !isDraining
    }

    /// The next time to look at the watch: every 100 ms, as wrk does, and when measuring begins.
    private func tick(after now: UInt64) -> UInt64 {
        let origin = isMeasuring ? measuredFrom : start
        // Sending reads the clock anew, so measuring may have begun since.
        let passed = max(now, origin) - origin
        let next = origin + (passed / WorkerPlan.tick + 1) * WorkerPlan.tick
        return isMeasuring ? next : min(next, measuredFrom)
    }

    /// Begins with what is measured, at its time, however late we come to it: requests that are due from then on are in it.
    func startMeasuring() {
        guard !isMeasuring else { return }
        isMeasuring = true
        if plan.warmup > 0 { timeline.beginMeasuring(at: measuredFrom) }
        cpuAtStart = cplatform_thread_cpu_ns()
        runDelayAtStart = cplatform_thread_run_delay_ns()
        lateness.reset()
        budget = plan.requests
    }

    /// Whether there is something to send, and no connection for any of it.
    private var onlyConnects: Bool {
        busy > 0 && (0..<plan.slots).allSatisfy { [.idle, .opening, .backingOff].contains(slots[$0].state) }
    }

    // MARK: - The end

    /// Sends what was due before the end of the load, at which we may come late, and then no more.
    private func endLoad(at end: UInt64, _ now: UInt64) {
        if nextDue <= now { sendDue(now) }
        endMeasuring(at: end)
        isDraining = true
        nextDue = .max
    }

    /// Gives up what is not sent yet, after the end of the load.
    private func endAttempts() {
        for slot in 0..<plan.slots {
            switch slots[slot].state {
            case .idle, .sent: break
            case .backingOff, .resting: rest(slot)
            case .opening:
                guard transport.cancel(slot) else { continue }
                leaveOpening(slot)
                rest(slot)
            }
        }
    }

    /// The end of what is measured, though answers may still be waited for.
    private func endMeasuring(at time: UInt64) {
        // A run that ends within its warm-up has measured nothing, for no time.
        measuredFrom = min(measuredFrom, time)
        startMeasuring()
        endedAt = time
        countUnsent(at: time)
        timeline.sampleRate(at: time)
        timeline.endRow(at: time)
    }

    /// Counts what is under way.
    private func leave() {
        let now = transport.now
        if !isDraining { endMeasuring(at: now) }
        for slot in 0..<plan.slots {
            switch slots[slot].state {
            case .sent:
                for _ in 0..<transport.unanswered(on: slot) {
                    slots[slot].recorder._withUnsafeGuaranteedRef { $0.leftInFlight() }
                }
            case .opening: leaveOpening(slot)
            case .idle, .backingOff, .resting: break
            }
        }
        // What came while answers were waited for.
        timeline.endRow(at: now)
        // They count as sent.
        transport.finish()
        cpuNanoseconds = cplatform_thread_cpu_ns() - cpuAtStart
        let delay = cplatform_thread_run_delay_ns()
        if delay >= runDelayAtStart, runDelayAtStart >= 0 { runDelay = UInt64(delay - runDelayAtStart) }
    }

    /// A request whose connection is still being opened was never due in a closed loop.
    private func leaveOpening(_ slot: Int) {
        guard schedule != nil else { return }
        slots[slot].recorder._withUnsafeGuaranteedRef { $0.leftUnsent(1) }
    }
}
