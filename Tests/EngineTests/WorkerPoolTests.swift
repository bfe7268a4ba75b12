import Statistics
import Synchronization
import TestSupport
import Testing
import Workload

@testable import Engine

/// Several runs on the connections of one pool.
@Suite(.timeLimit(.minutes(20))) struct WorkerPoolTests {
    @Test("connections stay open from one run to the next, whatever its load", arguments: EngineUnderTest.all)
    func follow(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { "listen 127.0.0.1:\($0); location / { return 200 hello; }" }
        var plan = try plan(engine, port: nginx.port, connections: 6, threads: 2)
        plan.duration = 100_000_000
        plan.drain = 90_000_000_000
        let pool = try WorkerPool(plan, stop: StopFlag())
        let first = Run(pool).perform().targets[0]
        #expect(first.connectionsOpened == 6 && first.counts.ok > 6 && first.counts.inFlight == 0)
        plan.load = OpenLoad(stages: [OpenLoad.Stage(duration: 100_000_000, rate: 500)], arrivals: .poisson)
        for number in 1...3 {
            plan.number = number
            let next = Run(pool, plan).perform().targets[0]
            #expect(next.connectionsOpened == 0 && next.counts.ok > 0 && next.counts.ok == next.counts.sent)
            #expect(next.latency.max < 60_000_000_000 && next.elapsedSeconds < 60)
        }
        plan.load = nil
        plan.requests = 20
        plan.duration = nil
        #expect(Run(pool, plan).perform().targets[0].counts.ok == 20)
    }

    @Test(
        "connections that are being opened when a run ends leave nothing for the next one",
        arguments: EngineUnderTest.all
    )
    func opening(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { "listen 127.0.0.1:\($0); location / { return 200 hello; }" }
        var plan = try plan(engine, port: nginx.port, connections: 40)
        plan.options.keepsAlive = false
        // Most of them wait for their turn.
        if engine != .multi { plan.options.connectRate = 100 }
        plan.duration = 60_000_000
        plan.drain = 90_000_000_000
        let pool = try WorkerPool(plan, stop: StopFlag())
        for number in 0..<4 {
            plan.number = number
            plan.load = number % 2 == 0 ? nil : OpenLoad(stages: [OpenLoad.Stage(duration: plan.duration, rate: 2000)])
            let target = Run(pool, plan).perform().targets[0]
            #expect(target.counts.ok > 0 && target.counts.addUp && target.counts.reset == 0)
            #expect(target.counts.inFlight == 0 && target.counts.ok >= target.connectionsOpened)
        }
    }

    @Test("a pipeline has nothing left of the run before", arguments: EngineUnderTest.direct)
    func pipelines(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { "listen 127.0.0.1:\($0); location / { return 200 hello; }" }
        var plan = try plan(engine, port: nginx.port, connections: 2)
        plan.options.streams = 4
        plan.duration = 30_000_000
        plan.drain = 90_000_000_000
        let pool = try WorkerPool(plan, stop: StopFlag())
        for number in 0..<10 {
            plan.number = number
            plan.load =
                number % 2 == 0 ? nil : OpenLoad(stages: [OpenLoad.Stage(duration: plan.duration, rate: 20_000)])
            let target = Run(pool, plan).perform().targets[0]
            #expect(target.counts.ok > 0 && target.counts.ok == target.counts.sent, "\(target.errors)")
        }
    }

    @Test("a connection that does not answer is given up, and the next run has another", arguments: EngineUnderTest.all)
    func timeouts(engine: EngineUnderTest) throws {
        // The first connection with a request answers one, and then never again.
        let number = Mutex(0)
        let server = try MisbehavingServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            let isFirst = number.withLock { number in
                number += 1
                return number == 1
            }
            if isFirst { return connection.waitForClose() }
            while connection.readRequest() != nil { connection.answer() }
        }
        var plan = try plan(engine, port: server.port, connections: 1)
        plan.requests = 2
        plan.duration = nil
        plan.timeout = 200_000_000
        plan.drain = 90_000_000_000
        let pool = try WorkerPool(plan, stop: StopFlag())
        let first = Run(pool).perform().targets[0]
        #expect(first.counts.ok == 1 && first.counts.timedOut == 1 && first.connectionsOpened == 1)
        let second = Run(pool, plan).perform().targets[0]
        #expect(second.counts.ok == 2 && second.connectionsOpened == 1)
    }
}
