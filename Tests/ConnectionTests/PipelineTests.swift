import Statistics
import Synchronization
import TestSupport
import Testing

/// Several requests in flight on one connection of HTTP/1.1.
@Suite(.timeLimit(.minutes(20))) struct PipelineTests {
    @Test("--pipeline sends requests without waiting for the answers before them", arguments: EngineUnderTest.direct)
    func inFlight(engine: EngineUnderTest) throws {
        // The server answers eight requests when it has read the eighth.
        let server = try MisbehavingServer { connection in
            while (0..<8).allSatisfy({ _ in connection.readRequest() != nil }) {
                for _ in 0..<8 { connection.answer() }
            }
        }
        let run = try SquallRun(engine, "--pipeline", "8", "-c1", "-t1", "-n1600", "http://127.0.0.1:\(server.port)/")
        let target = try run.target
        #expect(target.counts.ok == 1600 && target.counts.addUp && target.errors.isEmpty, "\(run)")
        #expect(target.connectionsOpened == 1 && server.requests == 1600)
    }

    @Test("answers in any number of pieces belong to their requests in order", arguments: EngineUnderTest.direct)
    func pieces(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            var number = 0
            while connection.readRequest() != nil {
                number += 1
                let body = String(repeating: "x", count: number % 50)
                let answer = "HTTP/1.1 \(200 + number % 3) OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                let middle = answer.index(answer.startIndex, offsetBy: number * 7 % answer.count)
                connection.send(String(answer[..<middle]))
                connection.send(String(answer[middle...]))
            }
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let run = try SquallRun(engine, "--pipeline", "5", "-c1", "-t1", "-n600", url)
        #expect(try run.target.counts.status == ["200": 200, "201": 200, "202": 200], "\(run)")
    }

    @Test("nginx answers a pipeline, plain and over TLS", arguments: EngineUnderTest.direct, [true, false])
    func nginx(engine: EngineUnderTest, isTLS: Bool) throws {
        let nginx = try NginxServer(.made()) { port in
            "listen 127.0.0.1:\(port) \(isTLS ? "ssl" : ""); location / { return 200 hello; }"
        }
        let url = "\(isTLS ? "https" : "http")://127.0.0.1:\(nginx.port)/"
        let run = try SquallRun(engine, "-k", "--pipeline", "16", "-c3", "-t2", "-n3000", url)
        #expect(try run.target.counts.ok == 3000 && run.target.errors.isEmpty && run.target.connectionsOpened == 3)
        #expect(try nginx.stop().count == 3000)
    }

    @Test("a server that closes within a pipeline costs each request once", arguments: EngineUnderTest.direct)
    func closes(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            for _ in 0..<3 where connection.readRequest() != nil { connection.answer() }
        }
        let run = try SquallRun(
            engine,
            "--pipeline",
            "4",
            "-c2",
            "-t1",
            "-n200",
            "http://127.0.0.1:\(server.port)/"
        )
        let counts = try run.target.counts
        #expect(counts.addUp && counts.sent == 200 && counts.ok + counts.reset == 200 && counts.ok > 0, "\(run)")
    }

    @Test("requests that are sent together time out together", arguments: EngineUnderTest.direct)
    func timeOutTogether(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { $0.waitForClose() }
        let url = "http://127.0.0.1:\(server.port)/"
        let target = try SquallRun(engine, "--pipeline", "8", "-c1", "-t1", "-n16", "--timeout", "100ms", url).target
        #expect(target.counts.timedOut == 16 && target.latency.count == 16 && target.errors.map(\.kind) == [.timeout])
    }

    @Test("a timeout within a pipeline ends all that was sent on the connection", arguments: EngineUnderTest.direct)
    func timesOut(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
            connection.waitForClose()
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let run = try SquallRun(engine, "--pipeline", "4", "-c1", "-t1", "-n40", "--timeout", "100ms", url)
        let counts = try run.target.counts
        #expect(counts.addUp && counts.sent == 40 && counts.ok + counts.timedOut + counts.reset == 40, "\(run)")
        #expect(counts.ok > 0 && counts.timedOut > 0)
    }
}
