import Statistics
import TestSupport
import Testing
import Workload

@testable import Engine

/// What becomes of a run that is a step of a search.
@Suite(.timeLimit(.minutes(20))) struct StepVerdictTests {
    /// A run of 20 requests at 200 a second, which the server answers after 5 ms.
    private func result(status: String = "200 OK") throws -> RunResult {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer(status) }
        }
        var plan = try plan(.epoll, port: server.port, connections: 2)
        plan.duration = 100_000_000
        plan.drain = 60_000_000_000
        plan.load = OpenLoad(stages: [OpenLoad.Stage(duration: plan.duration, rate: 200)])
        var result = Run(try WorkerPool(plan, stop: StopFlag())).perform()
        result.client.reasons = []
        return result
    }

    @Test("a step holds when its conditions do")
    func holds() throws {
        let verdict = StepVerdict(try result(), try AssertionList.parse("max<60s, errors<0.1%, achieved_rate>=50%"))
        #expect(verdict.holds == true && verdict.reasons.isEmpty && verdict.mostFrequentError == nil)
    }

    @Test("what does not hold is said; where the client was the limit it says nothing of the server")
    func broken() throws {
        var result = try result()
        let conditions = try AssertionList.parse("max<1ns")
        let verdict = StepVerdict(result, conditions)
        #expect(verdict.holds == false && verdict.reasons.count == 1 && verdict.reasons[0].hasPrefix("max "))
        result.client.reasons = ["no time"]
        #expect(StepVerdict(result, conditions).holds == nil)
    }

    @Test("errors that the server answers are the server's, whatever the client was")
    func errors() throws {
        var result = try result(status: "503 Service Unavailable")
        result.client.reasons = ["no time"]
        let verdict = StepVerdict(result, try AssertionList.parse("errors<1%"))
        #expect(
            verdict.holds == false
                && verdict.reasons == ["errors 100 % (\(result.targets[0].counts.completed) × status 503)"]
        )
    }

    @Test("a load that piles up, or is not sent, does not hold")
    func overload() throws {
        var result = try result()
        result.targets[0].latencyGrowth = 0.011
        result.targets[0].counts.unsent = 5
        let due = result.targets[0].counts.due
        let verdict = StepVerdict(result, [])
        #expect(verdict.holds == false)
        #expect(verdict.reasons == ["5 of \(due) were due and not sent", "1.1 % of the load piled up"])
        result.targets[0].latencyGrowth = 0.009
        result.targets[0].counts.unsent = 0
        #expect(StepVerdict(result, []).holds == true)
    }

    @Test("a percentile with too few requests is out of the question where most of them break it")
    func hopeless() throws {
        let result = try result()
        let broken = try AssertionList.parse("p99<1ns")
        #expect(StepVerdict.isHopeless(result.targets[0], broken))
        #expect(StepVerdict(result, broken).reasons[0].hasPrefix("even p50 "))
        let open = try AssertionList.parse("p99<60s")
        #expect(!StepVerdict.isHopeless(result.targets[0], open))
        #expect(StepVerdict(result, open).reasons == ["p99 needs 1000 requests"])
    }

    @Test("without an answer the errors of the warm-up are the cause")
    func nothing() throws {
        var result = try result()
        let errors = [
            RunResult.ErrorRow(kind: .connect, errno: 111, message: "Connection refused", count: 7, firstSeconds: 0)
        ]
        result.targets[0].counts.completed = 0
        result.targets[0].warmup = RunResult.Phase(
            start: -1,
            length: 1,
            startRate: nil,
            endRate: nil,
            counts: result.targets[0].counts,
            errors: errors,
            connectionsOpened: 0,
            requestsPerSecond: 0,
            response: result.targets[0].latency,
            service: result.targets[0].latency,
            wait: result.targets[0].latency
        )
        let verdict = StepVerdict(result, try AssertionList.parse("mean<1s, errors<1%"))
        #expect(verdict.holds == false && verdict.reasons == ["no request was completed (7 × Connection refused)"])
    }
}
