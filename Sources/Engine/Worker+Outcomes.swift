internal import Statistics
internal import Workload

// What became of a worker's requests.

extension Worker {
    func handle(_ event: TransportEvent) {
        switch event {
        case .answered(let slot, let answer):
            lastSignOfLife = answer.lastByteAt
            slots[slot].failures = 0
            record(answer, slot)
            show(answer, slot)
            if answer.left == 0 { goOn(slot) }
        case .connected(let slot, let handshake):
            slots[slot].recorder._withUnsafeGuaranteedRef { $0.connected(handshake) }
        case .sent(let slot, let time):
            sent(slot, time)
        case .broken(let slot, let failure):
            fail(slot, failure)
            // Once is the server's good right, e.g. when it restarts; the next attempts keep their distance.
            retry(slot, from: 2)
        case .notSent(let slot, let failure):
            failed(slot, .notSent, failure)
            // In an open loop a request that is due has one chance.
            if let left = budget, schedule == nil, !isOfWarmup(slot) { budget = left + transport.unanswered(on: slot) }
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
            slots[slot].recorder._withUnsafeGuaranteedRef { $0.scriptFailed(error, at: transport.now) }
            if !plan.keepsGoing { shouldStop.set() }
        }
    }

    private func record(_ answer: Answer, _ slot: Int) {
        let row = slots[slot].row
        var (outcome, failedCheck) = (Outcome.ok, 0)
        switch checks[row].judgement(status: answer.status, body: transport.body(of: answer, on: slot)) {
        case .ok: break
        case .status: outcome = .statusError
        case .checkFailed(let check): (outcome, failedCheck) = (.checkFailed, check)
        }
        let due = slots[slot].due
        let latency = slots[slot].recorder._withUnsafeGuaranteedRef {
            $0.answered(answer, due: due, row: row, outcome: outcome, failedCheck: failedCheck)
        }
        let isOfWarmup = isOfWarmup(slot)
        if isOfWarmup || isDraining { partlyWithin += partWithin(answer) }
        // What is measured has begun: it is in no second of that.
        guard !isOfWarmup || !isMeasuring else { return }
        timeline.answered(latency: latency, bytes: answer.bytes, isOK: outcome == .ok)
        if isDraining {
            drained += 1
            drainedBytes += answer.bytes
        }
    }

    /// The part of a request's time that lies within what is measured.
    private func partWithin(_ answer: Answer) -> Double {
        let from = max(answer.sentAt, measuredFrom)
        let until = isDraining ? min(answer.lastByteAt, endedAt) : answer.lastByteAt
        guard until > from, answer.lastByteAt > answer.sentAt else { return 0 }
        return Double(until - from) / Double(answer.lastByteAt - answer.sentAt)
    }

    /// Whether the request of a slot was due in the warm-up.
    private func isOfWarmup(_ slot: Int) -> Bool { slots[slot].recorder.toOpaque() == warmupRecorder }

    /// What a request counts in that goes wrong.
    ///
    /// One of the warm-up that goes wrong later is an error of what is measured: of a server that hangs nothing else may be seen
    /// in it.
    private func recorderOfFailure(_ slot: Int) -> Recorder {
        guard isMeasuring, isOfWarmup(slot) else { return slots[slot].recorder.takeUnretainedValue() }
        let recorder = phases[1].recorder
        if slots[slot].row > 0 { recorder.splitRows() }
        return recorder
    }

    private func failed(_ slot: Int, _ outcome: Outcome, _ failure: Failure) {
        recorderOfFailure(slot).failed(outcome, row: slots[slot].row, failure, at: transport.now)
        timeline.failed()
    }

    private func fail(_ slot: Int, _ failure: Failure) {
        let now = transport.now
        // Those that were sent together time out together, though the first takes the connection with it.
        if failure == .sharedTimeout, now &- slots[slot].sentAt >= plan.timeout { return timeOut(slot, now) }
        let outcome: Outcome = failure.kind == .protocol ? .protocolError : .reset
        for _ in 0..<transport.unanswered(on: slot) { failed(slot, outcome, failure) }
    }

    private func timeOut(_ slot: Int, _ now: UInt64) {
        let (row, sentAt, due) = (slots[slot].row, slots[slot].sentAt, slots[slot].due)
        let recorder = recorderOfFailure(slot)
        for _ in 0..<transport.unanswered(on: slot) {
            timeline.timedOut(latency: recorder.timedOut(row: row, sentAt: sentAt, due: due, .timeout, at: now))
        }
    }

    // MARK: - Deadlines

    /// Deals with deadlines that are over at `now`: with some of them, so that thousands at once keep neither the others
    /// waiting nor the run from its end.
    func expire(_ now: UInt64) {
        guard deadlines.hasDue(now) else { return }
        // We may be late ourselves, stopped or without a processor: what is there by now is no timeout.
        let enough = transport.polls + plan.slots / WorkerPlan.eventsPerWait + 1
        while transport.polls < enough {
            for event in transport.wait(until: 0) { handle(event) }
        }
        for _ in 0..<WorkerPlan.mostDue {
            guard let slot = deadlines.popDue(now) else { return }
            expired(slot, now)
        }
    }

    private func expired(_ slot: Int, _ now: UInt64) {
        if slots[slot].state == .sent {
            // Its answer may be in already and only waits to be told.
            guard transport.cancel(slot) else { return }
            timeOut(slot, now)
        }
        if slots[slot].state == .resting { send(slot) } else { begin(slot) }
    }
}
