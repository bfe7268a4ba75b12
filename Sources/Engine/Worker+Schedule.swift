internal import Statistics
internal import Workload

// An open loop: requests are due by a schedule, whether or not a connection is free for them.

extension Worker {
    /// Sends what is due at `now`, as long as connections are free.
    func sendDue(_ now: UInt64) {
        while nextDue <= now, let slot = idle.first {
            idle.removeFirst()
            busy += 1
            lateness.record(now - nextDue)
            sendDue(on: slot)
        }
    }

    /// Sends the next request that is due.
    func sendDue(on slot: Int) {
        let due = nextDue
        turnSchedule()
        enterPhase(of: due)
        slots[slot].due = due
        send(slot)
    }

    /// Looks up when the next request is due.
    func turnSchedule() {
        nextDue = budget == 0 ? .max : schedule?.next().map { start &+ $0 } ?? .max
    }

    /// Makes the phase current in which `time` lies.
    func enterPhase(of time: UInt64) {
        while time >= phaseEnd, phase + 1 < phases.count {
            phase += 1
            phaseEnd = phases[phase].length.map { phaseEnd + $0 } ?? .max
            if phases[phase].isMeasured { startMeasuring() }
        }
    }

    /// Counts the requests that were due before `time` and were not sent, each in its phase.
    func countUnsent(at time: UInt64) {
        guard nextDue < time, let schedule else { return }
        enterPhase(of: nextDue)
        // The first of them has left the schedule.
        var (counted, atHand) = (0, 1)
        // No more than were asked for.
        var most = budget ?? .max
        while true {
            let left = schedule.left(before: min(phaseEnd, time) - start)
            let unsent = min(left - counted + atHand, most)
            phases[phase].recorder.leftUnsent(unsent)
            if idle.isEmpty { phases[phase].recorder.queued(unsent) }
            most -= unsent
            (counted, atHand) = (left, 0)
            guard phaseEnd < time, phase + 1 < phases.count else { return }
            enterPhase(of: phaseEnd)
        }
    }
}
