import Statistics
import Testing
import Workload

@testable import Engine

private let millisecond: UInt64 = 1_000_000
private let second: UInt64 = 1_000_000_000

extension Worker {
    /// What it saw in its last phase.
    fileprivate var recorder: Recorder { phases[phases.count - 1].recorder }
}

@Suite struct WorkerTests {
    /// Runs a worker over a script and returns it.
    private func run(
        slots: Int = 1,
        seconds: UInt64? = 1,
        requests: Int? = nil,
        timeout: UInt64 = 2 * second,
        sendTime: UInt64 = 0,
        readTime: UInt64 = 0,
        stop: StopFlag = StopFlag(),
        thinkTime: ClosedRange<UInt64>? = nil,
        warmup: UInt64 = 0,
        drain: UInt64 = 0,
        stall: Range<UInt64> = 0..<0,
        _ reply: @escaping (_ number: Int, _ now: UInt64) -> ScriptedTransport.Reply
    ) throws -> Worker<ScriptedTransport> {
        let mix = RequestMix(requests: [Request(target: try RequestTarget("/"))])
        let transport = ScriptedTransport(sendTime: sendTime, readTime: readTime, stall: stall, reply)
        var plan = WorkerPlan(slots: slots, mix: mix, requests: requests, timeout: timeout)
        plan.thinkTime = thinkTime
        plan.warmup = warmup
        plan.drain = drain
        let measured = WorkerPhase(recorder: Recorder(rows: 1))
        let warming = WorkerPhase(recorder: Recorder(rows: 1), length: warmup, isMeasured: false)
        let worker = Worker(
            plan,
            transport: transport,
            chooser: RequestChooser(mix, worker: 0),
            phases: warmup > 0 ? [warming, measured] : [measured],
            timeline: Timeline(published: PublishedIntervals()),
            shouldStop: stop
        )
        worker.run(from: transport.now, until: seconds.map { transport.now + $0 * second } ?? .max)
        return worker
    }

    @Test("a connection sends its next request when it has the answer to the last one")
    func closedLoop() throws {
        let worker = try run { _, _ in .answer(after: 12 * millisecond) }
        #expect(worker.recorder.counts.completed == 83)
        #expect(worker.recorder.counts.inFlight == 1)
        #expect(worker.transport.sends.count == 84)
        #expect(worker.recorder.service.percentile(50) == 12 * millisecond)
        // What is in flight has really left.
        #expect(worker.transport.isFinished)
        #expect(worker.longestHold == 12_000)
    }

    @Test("the run ends at its end in time, not at the next tick")
    func endsInTime() throws {
        let worker = try run { _, _ in .silence }
        #expect(worker.endedAt - 1_000_000_000 == second)
    }

    @Test("-n sends exactly that many requests and waits for their answers")
    func budget() throws {
        let worker = try run(slots: 4, seconds: nil, requests: 10) { _, _ in .answer(after: millisecond) }
        #expect(worker.transport.sends.count == 10)
        #expect(worker.recorder.counts.completed == 10)
        #expect(worker.recorder.counts.inFlight == 0)
    }

    @Test("with -n a request that found no connection is tried again and counted once as sent")
    func budgetWithRefusals() throws {
        let worker = try run(seconds: nil, requests: 3) { number, _ in
            number < 2 ? .refuse : .answer(after: millisecond)
        }
        #expect(worker.recorder.counts.completed == 3)
        #expect(worker.recorder.counts.sent == 3)
        #expect(worker.recorder.counts.notSent == 2)
    }

    @Test("a request without answer is a timeout at the timeout, and its slot goes on")
    func timeouts() throws {
        let worker = try run(seconds: 5) { number, _ in number == 0 ? .silence : .answer(after: 2 * second - 1) }
        #expect(worker.recorder.counts.timedOut == 1)
        #expect(worker.transport.cancelled == [0])
        #expect(worker.transport.sends[1].at - worker.transport.sends[0].at == 2 * second)
        #expect(worker.recorder.service.max == 2 * second)
        #expect(worker.recorder.counts.completed == 1)
    }

    @Test("a request that is sent while timeouts are dealt with may be later than the tick that comes then")
    func sentAfterTick() throws {
        let worker = try run(seconds: nil, requests: 20, timeout: WorkerPlan.tick - 1, sendTime: 1) { _, _ in .silence }
        #expect(worker.recorder.counts.timedOut == 20)
    }

    @Test("an answer that is in when its timeout comes is an answer, not a timeout")
    func answerBeatsTimeout() throws {
        // A timeout of zero is over as soon as the request is sent; its answer is there at the same moment.
        let worker = try run(requests: 5, timeout: 0) { _, _ in .answer(after: 0) }
        #expect(worker.recorder.counts.completed == 5)
        #expect(worker.recorder.counts.timedOut == 0 && worker.transport.cancelled.isEmpty)
        #expect(worker.transport.sends.count == 5)
    }

    @Test("the timeout starts when the request is sent, not while its connection is opened")
    func timeoutStartsAtSend() throws {
        let worker = try run(seconds: 5) { _, _ in .connect(1500 * millisecond, thenAnswerAfter: 1500 * millisecond) }
        #expect(worker.recorder.counts.timedOut == 0)
        #expect(worker.recorder.counts.completed == 1)
        #expect(worker.recorder.service.max == 1500 * millisecond)
        #expect(worker.recorder.connect.max == 1500 * millisecond)
    }

    @Test("refused connections are retried after 10 ms, doubling up to 1 s")
    func backOff() throws {
        let worker = try run(seconds: 5) { _, _ in .refuse }
        let times = worker.transport.sends.map(\.at)
        let pauses = zip(times.dropFirst(), times).map { ($0 - $1) / millisecond }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000])
    }

    @Test("a connection that breaks once is replaced at once, one that keeps breaking keeps its distance")
    func breaks() throws {
        let worker = try run { number, _ in number < 4 ? .breakOff(after: millisecond) : .answer(after: second) }
        let times = worker.transport.sends.map { ($0.at - 1_000_000_000) / millisecond }
        #expect(times == [0, 1, 12, 33, 74])
        #expect(worker.recorder.counts.reset == 4)
    }

    @Test("an answer ends a row of failures")
    func recovery() throws {
        let worker = try run { number, _ in
            number.isMultiple(of: 2) ? .refuse : .answer(after: 90 * millisecond)
        }
        let times = worker.transport.sends.map { ($0.at - 1_000_000_000) / millisecond }
        #expect(times.prefix(6) == [0, 10, 100, 110, 200, 210])
    }

    @Test("a server that is gone for good ends a run without an end in time after 10 s")
    func givesUp() throws {
        let worker = try run(seconds: nil, requests: 100) { number, _ in
            number < 5 ? .answer(after: millisecond) : .refuse
        }
        #expect(worker.gaveUp)
        #expect(worker.recorder.counts.completed == 5)
        let elapsed = (worker.endedAt - 1_000_000_000) / second
        #expect(elapsed == 10)
    }

    @Test("every request has exactly one outcome, whatever the server does")
    func oneOutcomeEach() throws {
        let worker = try run(slots: 7, seconds: 20, timeout: 100 * millisecond) { number, _ in
            switch number % 6 {
            case 0: .silence
            case 1: .breakOff(after: 5 * millisecond)
            case 2: .breakOff(after: 3 * millisecond, .protocol)
            case 3: .refuse
            case 4: .connect(30 * millisecond, thenAnswerAfter: 20 * millisecond)
            default: .answer(after: 10 * millisecond, status: number % 12 == 5 ? 500 : 200)
            }
        }
        let counts = worker.recorder.counts
        let opening = worker.transport.sends.count - counts.sent - counts.notSent
        // Only a request whose connection is being opened when the run ends has none: it was never due.
        #expect((0...7).contains(opening))
        #expect(counts.sent == counts.completed + counts.timedOut + counts.reset + counts.inFlight)
        #expect(counts.statusErrors > 0 && counts.protocolErrors > 0 && counts.timedOut > 0 && counts.notSent > 0)
        #expect(counts.reset > counts.protocolErrors)
    }

    @Test("with a think time a connection rests between an answer and its next request")
    func thinkTime() throws {
        let worker = try run(thinkTime: 20 * millisecond...40 * millisecond) { _, _ in
            .answer(after: 5 * millisecond)
        }
        let times = worker.transport.sends.map(\.at)
        #expect(times[0] == second)
        let rests = zip(times.dropFirst(), times).map { $0 - $1 - 5 * millisecond }
        #expect(rests.allSatisfy { (20 * millisecond...40 * millisecond).contains($0) })
        #expect(Set(rests).count == rests.count && rests.count > 20)
        #expect(worker.recorder.service.max == 5 * millisecond)
    }

    @Test("a warm-up is told apart, also where the clock goes on while a worker works", arguments: [0, 1, 1_000_000])
    func warmup(readTime: UInt64) throws {
        let rest = millisecond...40 * millisecond
        let worker = try run(slots: 20, seconds: 2, readTime: readTime, thinkTime: rest, warmup: second) { _, _ in
            .answer(after: 3 * millisecond)
        }
        let counts = worker.phases.map(\.recorder.counts.sent)
        #expect(counts[0] + counts[1] == worker.transport.sends.count)
        #expect(abs(counts[0] - counts[1]) <= counts[0] / 5 && counts[0] >= 400, "\(counts)")
        #expect(worker.measuredFrom == worker.start + second)
        let rates = worker.timeline.rates
        #expect((9...11).contains(rates.count) && rates.allSatisfy { $0 < 2 * UInt64(counts[0]) }, "\(rates)")
    }

    @Test("a worker that comes late to the end of its warm-up has measured since then")
    func lateStart() throws {
        let stall = (1950 * millisecond)..<(2200 * millisecond)
        let worker = try run(seconds: 2, warmup: second, stall: stall) { number, _ in
            .answer(after: number == 94 ? 100 * millisecond : 10 * millisecond)
        }
        let counts = worker.phases.map(\.recorder.counts)
        // The request of 1.94 s goes on for 40 of its 100 ms, and is no request of a second that is measured.
        #expect(counts.map(\.completed) == [95, 80] && worker.transport.sends[94].at == 1940 * millisecond)
        #expect(worker.measuredFrom == 2 * second && worker.endedAt == 3 * second)
        #expect(abs(worker.partlyWithin - 0.4) < 1e-9)
        let rows = worker.timeline.published.rows(after: 0)
        #expect(rows.map(\.start) == [0, second] && rows.map(\.length) == [second, second])
        #expect(rows.map(\.requests) == [94, 80])
    }

    @Test("a worker that comes late to the end sends nothing after it, and what comes then came late")
    func lateEnd() throws {
        let stall = (1950 * millisecond)..<(2200 * millisecond)
        let worker = try run(slots: 2, drain: second, stall: stall) { number, _ in
            .answer(after: number < 188 ? 10 * millisecond : 100 * millisecond)
        }
        #expect(worker.transport.sends.count == 190 && worker.recorder.counts.completed == 190)
        #expect(worker.endedAt == 2 * second && worker.drained == 2)
        #expect(abs(worker.partlyWithin - 1.2) < 1e-9)
        #expect(worker.timeline.published.rows(after: 0).map(\.requests) == [188, 2])
    }

    @Test("a request of the warm-up that goes wrong after it is an error of what is measured")
    func hangingWarmup() throws {
        let worker = try run(slots: 2, seconds: 3, warmup: second, drain: 3 * second) { number, _ in
            number < 100 ? .answer(after: 10 * millisecond) : .silence
        }
        let counts = worker.phases.map(\.recorder.counts)
        #expect(counts[0].timedOut == 0 && counts[0].inFlight == 0 && counts[0].completed == 100)
        // Two of the warm-up, at 3.5 s, and the two after them.
        #expect(counts[1].timedOut == 4 && counts[1].sent == 4)
        #expect(worker.timeline.published.rows(after: 0).reduce(0) { $0 + $1.errors } == 4)
    }

    @Test("a drain leaves no request under way whose time is over, however many they are and however late it comes")
    func manyTimeouts() throws {
        let stall = (1990 * millisecond)..<(9 * second)
        let worker = try run(slots: 500, timeout: 2 * second, drain: 3 * second, stall: stall) { _, _ in .silence }
        #expect(worker.recorder.counts.timedOut == 500 && worker.recorder.counts.inFlight == 0)
    }

    @Test("rests longer than 10 s do not mean that the server is gone")
    func longRests() throws {
        let worker = try run(seconds: nil, requests: 3, thinkTime: 15 * second...15 * second) { _, _ in
            .answer(after: millisecond)
        }
        #expect(worker.recorder.counts.completed == 3 && !worker.gaveUp)
    }

    @Test("the stop flag ends the run within 100 ms")
    func stopFlag() throws {
        let stop = StopFlag()
        let worker = try run(seconds: 60, stop: stop) { number, _ in
            if number == 3 { stop.set() }
            return .answer(after: 30 * millisecond)
        }
        #expect(worker.endedAt - 1_000_000_000 <= 200 * millisecond)
    }

    @Test("rates are sampled every 100 ms as wrk does, and rows are a second long")
    func sampling() throws {
        let worker = try run(seconds: 3) { _, _ in .answer(after: 10 * millisecond) }
        #expect(worker.timeline.rates.count == 30)
        #expect(worker.timeline.rates.allSatisfy { (90...110).contains($0) })
        let rows = worker.timeline.published.rows(after: 0)
        #expect(rows.map { $0.start / second } == [0, 1, 2])
        #expect(rows.map(\.length) == [second, second, second])
        #expect(rows.reduce(0) { $0 + $1.requests } == worker.recorder.counts.completed)
    }

    @Test("an interval without an answer gives no rate sample, and stretches the next")
    func emptyIntervals() throws {
        let worker = try run { _, _ in .answer(after: 250 * millisecond) }
        #expect(worker.timeline.rates == [3, 5, 3, 5])
    }
}
