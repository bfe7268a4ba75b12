internal import Statistics
internal import Workload

// What a worker sends, and when it tries again.

extension Worker {
    /// Starts the next request on a slot, or lets it rest.
    func begin(_ slot: Int) {
        guard mayBegin else { return rest(slot) }
        guard schedule == nil else { return beginDue(slot) }
        if slots[slot].state == .idle { busy += 1 }
        guard let source, source.delays else { return send(slot) }
        do throws(ScriptError) {
            let milliseconds = try source.delay()
            guard milliseconds > 0 else { return send(slot) }
            pause(slot, milliseconds &* 1_000_000)
        } catch {
            scriptFailed(error, slot)
        }
    }

    /// Starts the next request on a slot if it is due and no other slot is free.
    private func beginDue(_ slot: Int) {
        guard nextDue <= transport.now, idle.isEmpty else { return rest(slot) }
        sendDue(on: slot)
        phases[phase].recorder.queued(1)
    }

    /// Whether a further request is to be sent.
    private var mayBegin: Bool { budget != 0 && !isDraining && source?.isStopped != true }

    /// Makes a slot idle.
    func rest(_ slot: Int) {
        if slots[slot].state != .idle { busy -= 1 }
        if schedule != nil { idle.add(slot) }
        slots[slot].state = .idle
        deadlines.set(slot, .max)
    }

    /// Goes on after an answer.
    func goOn(_ slot: Int) {
        guard let range = plan.thinkTime, mayBegin else { return begin(slot) }
        pause(slot, range.lowerBound + restRandom.below(range.upperBound - range.lowerBound + 1))
    }

    private func pause(_ slot: Int, _ nanoseconds: UInt64) {
        slots[slot].state = .resting
        deadlines.set(slot, transport.now &+ nanoseconds)
    }

    /// Sends the next request on a slot that is not idle.
    func send(_ slot: Int) {
        // While it waited, another one may have been the last.
        guard mayBegin else { return rest(slot) }
        if schedule == nil { enterPhase(of: transport.now) }
        let recorder = phases[phase].recorder
        slots[slot].recorder = .passUnretained(recorder)
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
        // What was due in the warm-up is not counted, when ever it is sent.
        if let left = budget, phases[phase].isMeasured {
            budget = max(0, left - transport.unanswered(on: slot))
            if budget == 0 { nextDue = .max }
        }
        if sentAt != 0 {
            sent(slot, sentAt)
        } else {
            slots[slot].state = .opening
            deadlines.set(slot, .max)
        }
    }

    func sent(_ slot: Int, _ time: UInt64) {
        slots[slot].state = .sent
        slots[slot].sentAt = time
        lastSignOfLife = time
        deadlines.set(slot, time &+ plan.timeout)
        if schedule != nil {
            let waited = time &- min(time, slots[slot].due)
            slots[slot].recorder._withUnsafeGuaranteedRef { $0.sent(waited: waited) }
        }
    }

    /// Ends the run, or waits a little and goes on.
    private func scriptFailed(_ error: ScriptError, _ slot: Int) {
        slots[slot].recorder._withUnsafeGuaranteedRef { $0.scriptFailed(error, at: transport.now) }
        guard plan.keepsGoing else {
            shouldStop.set()
            return rest(slot)
        }
        pause(slot, 10_000_000)
    }

    /// Tries again, from failure number `first` in a row on after a pause that doubles from 10 ms to 1 s.
    func retry(_ slot: Int, from first: Int) {
        slots[slot].failures = min(slots[slot].failures + 1, 30)
        let doublings = slots[slot].failures - first
        guard doublings >= 0, budget != 0, !isDraining else { return begin(slot) }
        slots[slot].state = .backingOff
        deadlines.set(slot, transport.now + min(10_000_000 << UInt64(min(doublings, 7)), 1_000_000_000))
    }
}
