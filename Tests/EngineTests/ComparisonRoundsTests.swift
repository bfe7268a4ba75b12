import Glibc
import Statistics
import TestSupport
import Testing
import Workload

@testable import Engine

/// Rounds of a comparison against real servers.
@Suite(.timeLimit(.minutes(20))) struct ComparisonRoundsTests {
    private func nginx(_ answer: String) throws -> NginxServer {
        try NginxServer { "listen 127.0.0.1:\($0); location / { return 200 '\(answer)'; }" }
    }

    private func build(_ server: NginxServer, rate: Double? = nil, stop: StopFlag = StopFlag()) throws -> WorkerPool {
        var plan = try plan(.epoll, port: server.port, connections: 2)
        plan.load = rate.map { OpenLoad(stages: [OpenLoad.Stage(duration: nil, rate: $0)], arrivals: .poisson) }
        return try WorkerPool(plan, stop: stop)
    }

    @Test("each round has a slot of each build, in the order of the coin, on connections that stay open")
    func rounds() throws {
        let servers = (try nginx("one"), try nginx("another one"))
        var used = 0.0
        let baseline = ComparisonRounds.Build(try build(servers.0)) {
            used += 2
            return used
        }
        let candidate = ComparisonRounds.Build(try build(servers.1))
        #expect(try ComparisonRounds(seed: 7).warmUp(baseline, nanoseconds: 50_000_000).targets[0].counts.ok > 0)
        var rounds = ComparisonRounds(seed: 7)
        var order: [Bool] = []
        for number in 0..<4 {
            let outcome = try rounds.next(baseline, candidate)
            order.append(outcome.round.candidateIsFirst)
            let results = try [ComparisonRole.baseline, .candidate].map { try #require(outcome.results[$0]) }
            for (slot, result) in zip([outcome.round.baseline, outcome.round.candidate], results) {
                #expect(slot.completed > 0 && slot.counts.addUp && slot.seconds >= 0.4 && slot.counts.inFlight == 0)
                #expect(number == 0 || result.targets[0].connectionsOpened == 0)
                #expect(result.targets[0].warmup != nil)
            }
            let bytes = [outcome.round.baseline, outcome.round.candidate].map {
                $0.counts.bodyBytesIn / $0.counts.completed
            }
            #expect(bytes == [3, 11])
            // Two seconds a slot, of which some were for what is not measured.
            let cpu = try #require(outcome.round.baseline.cpuSeconds)
            #expect(cpu > 0 && cpu < 2 && outcome.round.candidate.cpuSeconds == nil)
        }
        // The coin of seed 7, as in the vectors of the statistics.
        #expect(order == [false, false, true, true])
    }

    @Test("under a rate both builds get the same arrivals in a round")
    func rate() throws {
        let server = try nginx("one")
        let (baseline, candidate) = (try build(server, rate: 400), try build(server, rate: 400))
        var rounds = ComparisonRounds(seed: 1)
        let outcome = try rounds.next(.init(baseline), .init(candidate))
        let due = [outcome.round.baseline, outcome.round.candidate].map(\.counts.due)
        #expect(due[0] == due[1] && due[0] > 100 && due[0] < 300)
        let next = try rounds.next(.init(baseline), .init(candidate))
        #expect(next.round.baseline.counts.due != due[0])
    }

    @Test("a round that is stopped is none, and what was measured of it is told")
    func stopped() throws {
        let server = try nginx("one")
        let stop = StopFlag()
        let pool = try build(server, stop: stop)
        stop.set()
        var rounds = ComparisonRounds(seed: 1)
        do throws(ComparisonRounds.Unfinished) {
            _ = try rounds.next(.init(pool), .init(pool))
            Issue.record("it was made")
        } catch {
            #expect(!error.isStuck && error.result.targets[0].counts.addUp)
        }
    }

    @Test("slow answers are counted by their parts, and not in steps of one a connection", arguments: [nil, 20.0])
    func slowAnswers(rate: Double?) throws {
        // 80 ms an answer: two connections do 25 a second, 12.5 in half a second.
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                usleep(80_000)
                connection.answer("200 OK")
            }
        }
        var plan = try plan(.epoll, port: server.port, connections: 2)
        plan.load = rate.map { OpenLoad(stages: [OpenLoad.Stage(duration: nil, rate: $0)], arrivals: .uniform) }
        let pool = try WorkerPool(plan, stop: StopFlag())
        var rounds = ComparisonRounds(seed: 1)
        for _ in 0..<3 {
            let outcome = try rounds.next(.init(pool), .init(pool))
            for slot in [outcome.round.baseline, outcome.round.candidate] {
                // Busy all the time, a connection does the half second by the mean latency.
                let latencies = Histogram(.nanoseconds)
                latencies.merge(slot.latencies)
                let expected = rate.map { $0 * slot.seconds } ?? 2 * slot.seconds / (latencies.mean / 1e9)
                #expect(abs(slot.completed - expected) < (rate == nil ? 0.4 : 1.1), "\(slot.completed), \(expected)")
            }
        }
    }
}
