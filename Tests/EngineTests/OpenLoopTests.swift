import Statistics
import Testing
import Workload

@testable import Engine

private let millisecond: UInt64 = 1_000_000
private let second: UInt64 = 1_000_000_000

/// A worker whose requests are due by a schedule, over a transport with a clock of its own.
@Suite struct OpenLoopTests {
    private func run(
        _ stages: String = "1s@100",
        slots: Int = 1,
        slotsPerConnection: Int = 1,
        requests: Int? = nil,
        warmup: UInt64 = 0,
        drain: UInt64 = 0,
        stall: Range<UInt64> = 0..<0,
        _ reply: @escaping (_ number: Int, _ now: UInt64) -> ScriptedTransport.Reply
    ) throws -> Worker<ScriptedTransport> {
        let mix = RequestMix(requests: [Request(target: try RequestTarget("/"))])
        let load = OpenLoad(stages: try StageList.parse(stages))
        var plan = WorkerPlan(slots: slots, mix: mix, requests: requests, timeout: 2 * second)
        plan.schedule = ArrivalSchedule(load, worker: 0, of: 1, seed: 1)
        plan.slotsPerConnection = slotsPerConnection
        plan.warmup = warmup
        plan.drain = drain
        var lengths = load.stages.count > 1 ? load.stages.map(\.duration) : [nil]
        if warmup > 0 { lengths.insert(warmup, at: 0) }
        let worker = Worker(
            plan,
            transport: ScriptedTransport(stall: stall, reply),
            chooser: RequestChooser(mix, worker: 0),
            phases: lengths.enumerated().map { index, length in
                WorkerPhase(
                    recorder: Recorder(rows: 1, isOpen: true),
                    length: length,
                    isMeasured: warmup == 0 || index > 0
                )
            },
            timeline: Timeline(published: PublishedIntervals()),
            shouldStop: StopFlag()
        )
        let start = worker.transport.now
        worker.run(from: start, until: start + (load.duration ?? 0))
        return worker
    }

    private func counts(_ worker: Worker<ScriptedTransport>) -> OutcomeCounts {
        worker.phases.reduce(into: OutcomeCounts()) { $0.merge($1.recorder.counts) }
    }

    @Test("requests are sent when they are due, however long the last answer took")
    func onTime() throws {
        let worker = try run(slots: 10) { _, _ in .answer(after: 35 * millisecond) }
        #expect(worker.transport.sends.map { ($0.at - second) / millisecond } == (0..<100).map { $0 * 10 })
        let recorder = worker.phases[0].recorder
        #expect(recorder.wait?.max == 0 && recorder.response?.max == 35 * millisecond)
        #expect(recorder.counts.completed == 97 && recorder.counts.inFlight == 3 && recorder.counts.unsent == 0)
    }

    @Test("connections take turns")
    func turns() throws {
        let worker = try run("40ms@100", slots: 3) { _, _ in .answer(after: millisecond) }
        #expect(worker.transport.sends.map(\.slot) == [0, 1, 2, 0])
    }

    @Test("what is due is spread over connections before their streams")
    func streams() throws {
        let worker = try run("60ms@100", slots: 6, slotsPerConnection: 3) { _, _ in .answer(after: second) }
        #expect(worker.transport.sends.map(\.slot) == [0, 3, 1, 4, 2, 5])
    }

    @Test("a stall delays no request's due time: those behind it have waited for it")
    func stall() throws {
        // One connection, 100/s; the tenth answer takes 500 ms, all others 1 ms.
        let worker = try run { number, _ in .answer(after: number == 9 ? 500 * millisecond : millisecond) }
        let recorder = worker.phases[0].recorder
        #expect(recorder.counts.completed == 100 && recorder.counts.unsent == 0)
        // Sent at 90 ms, answered at 590 ms. The request due at 100 ms is answered at 591 ms, the next at 592 ms.
        #expect(recorder.response?.max == 500 * millisecond)
        #expect(recorder.service.percentile(98) <= 1_001_000)
        let counters = try #require(recorder.response).counters
        let slow: UInt64 = counters.reduce(0) { $0 + ($1.values.lowerBound > 100 * millisecond ? $1.count : 0) }
        // Due at 100 ms + k · 10 ms, answered at 591 ms + k: over 100 ms for k up to 43.
        #expect(slow == 1 + 44)
        #expect(recorder.queued > 44 && recorder.wait?.max == 490 * millisecond)
    }

    @Test("a rate that cannot be kept: what was due and not sent is counted")
    func overload() throws {
        // Two connections at 100 ms an answer are 20/s of the 100/s.
        let worker = try run(slots: 2) { _, _ in .answer(after: 100 * millisecond) }
        let counts = counts(worker)
        // The last of them is sent when an answer comes at the very end.
        #expect(counts.sent == 21 && counts.unsent == 79)
        #expect(counts.completed == 19 && counts.inFlight == 2)
        // All but the first two found no connection free, also those that were never sent.
        #expect(worker.phases[0].recorder.queued == 98)
    }

    @Test("each stage has its requests, also those that are sent later than it ends")
    func stages() throws {
        let worker = try run("100ms@100, 100ms@0, 100ms@50") { number, _ in
            .answer(after: number == 5 ? 100 * millisecond : millisecond)
        }
        #expect(worker.phases.map(\.recorder.counts.completed) == [10, 0, 5])
        #expect(worker.phases.map { ($0.recorder.response?.max ?? 0) / millisecond } == [100, 0, 1])
    }

    @Test("what was not sent is counted in the stage in which it was due")
    func unsentOfStages() throws {
        let worker = try run("100ms@100, 100ms@50, 100ms@20") { number, _ in
            number == 3 ? .silence : .answer(after: millisecond)
        }
        #expect(worker.phases.map(\.recorder.counts.sent) == [4, 0, 0])
        #expect(worker.phases.map(\.recorder.counts.unsent) == [6, 5, 2])
    }

    @Test("the warm-up is told apart, and its seconds too")
    func warmup() throws {
        let worker = try run("2s@100", warmup: second) { number, _ in
            .answer(after: number < 100 ? 5 * millisecond : millisecond)
        }
        #expect(worker.phases.map(\.recorder.counts.completed) == [100, 100])
        #expect(worker.phases.map { $0.recorder.service.max } == [5 * millisecond, millisecond])
        #expect(worker.measuredFrom - second == second && worker.endedAt - second == 2 * second)
        #expect(worker.timeline.published.rows(after: 0).map(\.requests) == [100, 100])
        #expect(worker.timeline.rates.count == 10)
    }

    @Test("-n counts what is measured")
    func budgetAfterWarmup() throws {
        let worker = try run("9s@100", requests: 50, warmup: second) { _, _ in .answer(after: millisecond) }
        #expect(worker.phases.map(\.recorder.counts.completed) == [100, 50])
    }

    @Test("with -n no more is due than was asked for")
    func budgetOfUnsent() throws {
        let worker = try run("1s@100", requests: 20) { number, _ in number < 5 ? .answer(after: millisecond) : .silence
        }
        #expect(counts(worker).sent == 6 && counts(worker).unsent == 14)
    }

    @Test("with a drain nothing is sent after the end, and answers are waited for")
    func drain() throws {
        let worker = try run("100ms@100", slots: 20, drain: second) { _, _ in .answer(after: 300 * millisecond) }
        #expect(counts(worker).completed == 10 && worker.drained == 10)
        #expect(worker.endedAt - second == 100 * millisecond)
        #expect(worker.transport.now - second == 390 * millisecond)
    }

    @Test("a worker that comes late to the end sends what was due before it")
    func lateEnd() throws {
        let stall = (1946 * millisecond)..<(2200 * millisecond)
        let worker = try run(slots: 10, drain: second, stall: stall) { _, _ in .answer(after: 15 * millisecond) }
        #expect(worker.transport.sends.suffix(5).allSatisfy { $0.at == 2200 * millisecond })
        #expect(counts(worker).completed == 100 && counts(worker).unsent == 0)
        #expect(worker.endedAt == 2 * second && worker.drained == 6 && worker.drainedBytes == 600)
    }

    @Test("one that comes later than the drain lasts leaves no request under way")
    func lateDrain() throws {
        let stall = (1946 * millisecond)..<(5 * second)
        let worker = try run(slots: 10, drain: second, stall: stall) { _, _ in .answer(after: 15 * millisecond) }
        #expect(counts(worker).completed == 100 && counts(worker).inFlight == 0)
    }

    @Test("requests of the warm-up that are sent after it are not those of -n")
    func budgetBesideWarmup() throws {
        let worker = try run("9s@100", requests: 50, warmup: second) { number, _ in
            .answer(after: number == 50 ? 700 * millisecond : millisecond)
        }
        #expect(worker.phases.map(\.recorder.counts.completed) == [100, 50])
    }

    @Test("a drain is not without end")
    func drainEnds() throws {
        let worker = try run("100ms@100", slots: 20, drain: 200 * millisecond) { _, _ in .answer(after: second) }
        #expect(counts(worker).inFlight == 10 && worker.transport.now - second == 300 * millisecond)
    }

    @Test("a request that finds no server is counted, and the connection keeps its distance")
    func refused() throws {
        let worker = try run { _, _ in .refuse }
        let counts = counts(worker)
        #expect(counts.notSent + counts.unsent == 100 && counts.sent == 0)
        #expect(counts.notSent == 7)
    }

    @Test("a connection that is still being opened at the end: its request was due and not sent")
    func opening() throws {
        let worker = try run("50ms@100", slots: 5) { _, _ in .connect(second, thenAnswerAfter: second) }
        #expect(counts(worker).unsent == 5 && counts(worker).sent == 0)
    }

    @Test("waiting for a connection to open is a part of the response, not of the service")
    func connecting() throws {
        let worker = try run("100ms@10") { _, _ in .connect(20 * millisecond, thenAnswerAfter: millisecond) }
        let recorder = worker.phases[0].recorder
        #expect(recorder.response?.max == 21 * millisecond && recorder.service.max == millisecond)
        #expect(recorder.wait?.max == 20 * millisecond && recorder.queued == 0)
    }

    @Test("a timeout is a response of the time since it was due")
    func timeouts() throws {
        let worker = try run("3s@1") { number, _ in number == 0 ? .silence : .answer(after: millisecond) }
        let recorder = worker.phases[0].recorder
        #expect(recorder.counts.timedOut == 1 && recorder.counts.completed == 2)
        // The one due at 1 s was sent at 2 s.
        #expect(recorder.response?.max == 2 * second && recorder.wait?.max == second)
    }
}
