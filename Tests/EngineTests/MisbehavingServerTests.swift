import Dispatch
import Statistics
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// What a server may do wrong: nothing of it makes the engine hang, spin or lose count.
@Suite(.timeLimit(.minutes(20))) struct MisbehavingServerTests {
    @Test("a server that answers rightly is measured without an error", arguments: EngineUnderTest.all)
    func rightly(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        let target = try measure(engine, port: server.port, seconds: nil, requests: 500)
        #expect(target.counts.ok == 500 && target.counts.sent == 500 && target.counts.addUp)
        #expect(target.errors.isEmpty)
        #expect(target.connectionsOpened == 4)
        #expect(server.requests == 500)
    }

    @Test(
        "a connection closed before the answer is a read error, and the request is not sent twice",
        arguments: EngineUnderTest.all
    )
    func closesBeforeAnswer(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in _ = connection.readRequest() }
        let target = try measure(engine, port: server.port, seconds: nil, requests: 20)
        #expect(target.counts.reset == 20 && target.counts.sent == 20 && target.counts.addUp)
        #expect(server.requests == 20)
        #expect(target.errors.map(\.kind) == [.read])
        #expect(target.errors.first?.message == "connection closed by the server before its answer")
    }

    @Test(
        "a request on a kept connection that the server closes instead of answering is not sent again in secret",
        arguments: EngineUnderTest.all
    )
    func closesOnSecondRequest(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
            _ = connection.readRequest()
        }
        let target = try measure(engine, port: server.port, seconds: nil, requests: 40)
        #expect(target.counts.sent == 40 && target.counts.ok + target.counts.reset == 40 && target.counts.addUp)
        // Each of the four connections may have had its first request only.
        #expect((20...22).contains(target.counts.ok))
        #expect(server.requests == 40)
    }

    @Test(
        "a server that closes after each answer without saying so costs at most the request that was under way",
        arguments: EngineUnderTest.all
    )
    func closesAfterAnswer(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: nil, requests: 50)
        // A request that was written before the close was seen is lost with the connection, and counted so.
        #expect(target.counts.ok + target.counts.reset == 50 && target.counts.addUp)
        #expect(target.counts.ok >= 25 && server.requests <= 50)
    }

    @Test("a connection that ends together with an answer costs no request", arguments: EngineUnderTest.all)
    func endsWithAnswer(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
            if connection.readRequest() != nil { connection.answerAndEnd() }
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: nil, requests: 60)
        // Half of them would be lost. Where the server is held up between the two for 200 ms, the kernel parts them.
        #expect(target.counts.ok > 50 && target.counts.ok + target.counts.reset == 60, "\(target.errors)")
    }

    @Test(
        "after a request that asks for the connection to be closed no other one is sent on it",
        arguments: EngineUnderTest.all
    )
    func asksToClose(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
            if connection.readRequest() != nil { connection.answer("500 Sent after the last") }
        }
        let headers = ["connection: foo, Close"]
        let target = try measure(
            engine,
            port: server.port,
            connections: 2,
            seconds: nil,
            requests: 40,
            headers: headers
        )
        #expect(target.counts.ok == 40 && target.errors.isEmpty && target.connectionsOpened == 40)
    }

    @Test("a server that says that it closes costs no request at all", arguments: EngineUnderTest.all)
    func connectionClose(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer(headers: ["Connection: close"]) }
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: nil, requests: 50)
        #expect(target.counts.ok == 50 && target.errors.isEmpty)
        #expect(target.connectionsOpened == 50)
    }

    @Test("a reset is a read error with the system's error number", arguments: EngineUnderTest.all)
    func resets(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        let target = try measure(engine, port: server.port, connections: 1, seconds: nil, requests: 5)
        #expect(target.counts.reset == 5 && target.counts.addUp)
        #expect(target.errors.contains { $0.kind == .read && $0.errno == 104 })
    }

    @Test(
        "a request without answer is a timeout, enters the latencies and gets a new connection",
        arguments: EngineUnderTest.all
    )
    func stalls(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: 1, timeoutSeconds: 0.2)
        #expect((4...10).contains(target.counts.timedOut))
        #expect(target.counts.addUp && target.counts.completed == 0)
        #expect(target.latency.count == target.counts.timedOut)
        #expect(target.latency.min >= 200_000_000)
        #expect(target.connectionsOpened == target.counts.sent)
        #expect(target.errors.map(\.kind) == [.timeout])
    }

    @Test("an answer that stops in its middle is a timeout too", arguments: EngineUnderTest.all)
    func stallsWithinAnswer(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal")
            connection.waitForClose()
        }
        let target = try measure(
            engine,
            port: server.port,
            connections: 1,
            seconds: nil,
            requests: 2,
            timeoutSeconds: 0.1
        )
        #expect(target.counts.timedOut == 2 && target.counts.addUp)
    }

    @Test(
        "answers and timeouts that come at the same time are told apart, each request once",
        arguments: [1, 2, 5],
        EngineUnderTest.all
    )
    func timeoutsAmongAnswers(milliseconds: Int, engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        let timeout = Double(milliseconds) / 1000
        let target = try measure(engine, port: server.port, connections: 60, seconds: 0.5, timeoutSeconds: timeout)
        #expect(target.counts.addUp)
    }

    @Test("a truncated answer is a read error", arguments: EngineUnderTest.all)
    func truncates(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: nil, requests: 10)
        #expect(target.counts.reset == 10 && target.counts.addUp && target.counts.errors.read == 10)
        #expect(target.errors.map(\.message) == ["connection closed by the server within its answer"])
    }

    @Test(
        "what is not HTTP is a protocol error",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\u{3}garbage", "HTTP/1.1\r\n\r\n", "<html>no head</html>",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ],
        EngineUnderTest.all
    )
    func garbage(answer: String, engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.send(answer)
            connection.waitForClose()
        }
        let target = try measure(
            engine,
            port: server.port,
            connections: 1,
            seconds: nil,
            requests: 3,
            timeoutSeconds: 0.3
        )
        #expect(target.counts.ok == 0 && target.counts.sent == 3 && target.counts.addUp)
        #expect(target.counts.protocolErrors + target.counts.timedOut == 3)
    }

    @Test("a head without end is given up", arguments: EngineUnderTest.all)
    func endlessHead(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            for number in 0..<5000 { connection.send("X-\(number): " + String(repeating: "x", count: 200) + "\r\n") }
            connection.waitForClose()
        }
        let target = try measure(
            engine,
            port: server.port,
            connections: 1,
            seconds: nil,
            requests: 2,
            timeoutSeconds: 1
        )
        #expect(target.counts.ok == 0 && target.counts.sent == 2 && target.counts.addUp)
    }

    @Test("a body that ends with the connection is whole", arguments: EngineUnderTest.all)
    func bodyToTheEnd(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
        }
        let target = try measure(engine, port: server.port, connections: 2, seconds: nil, requests: 20)
        #expect(target.counts.ok == 20 && target.errors.isEmpty)
        #expect(target.counts.bytesIn == 20 * "HTTP/1.1 200 OK\r\n\r\nuntil the end".utf8.count)
        #expect(target.counts.bodyBytesIn == 20 * "until the end".utf8.count)
    }

    @Test("interim answers are not answers", arguments: EngineUnderTest.all)
    func interim(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 100 Continue\r\n\r\n")
                connection.answer()
            }
        }
        let target = try measure(engine, port: server.port, seconds: nil, requests: 40)
        #expect(target.counts.ok == 40 && target.counts.status == ["200": 40])
        #expect(server.requests == 40)
    }

    @Test("HEAD has no body, whatever Content-Length says", arguments: EngineUnderTest.all)
    func head(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") }
        }
        let target = try measure(engine, port: server.port, seconds: nil, requests: 40, method: "HEAD")
        #expect(target.counts.ok == 40 && target.errors.isEmpty && target.connectionsOpened == 4)
    }

    @Test("an answer in single bytes is one answer, its latency to the last byte", arguments: EngineUnderTest.all)
    func dripping(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                for byte in "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n".utf8 { connection.send(bytes: [byte]) }
            }
        }
        let target = try measure(engine, port: server.port, connections: 1, seconds: nil, requests: 20)
        #expect(target.counts.ok == 20 && target.counts.status == ["204": 20])
        #expect(target.firstByte.max <= target.latency.max)
    }

    @Test(
        "a server that dies and comes back loses what was under way and is measured on",
        arguments: EngineUnderTest.all
    )
    func diesAndComesBack(engine: EngineUnderTest) throws {
        let deaths = Mutex(0)
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        let queue = DispatchQueue(label: "fate")
        queue.async {
            try? waitUntil("some requests came", seconds: 60) { server.requests >= 100 }
            server.die()
            deaths.withLock { $0 += 1 }
            queue.asyncAfter(deadline: .now() + 2) { try? server.comeBack() }
        }
        // A stop flag ends it when the server has answered again; the duration is there in case it never does.
        let stop = StopFlag()
        DispatchQueue(label: "end").async {
            try? waitUntil("the server was gone", seconds: 60) { deaths.withLock { $0 } == 1 }
            let before = server.requests
            try? waitUntil("the server is back", seconds: 60) { server.requests > before + 100 }
            stop.set()
        }
        let target = try measure(engine, port: server.port, connections: 4, seconds: 100, stop: stop)
        #expect(target.counts.addUp && target.elapsedSeconds < 90)
        #expect(target.counts.notSent > 0)
        // Four connections in back-off for two seconds: a hot loop would have made thousands.
        #expect(target.counts.notSent < 100)
        #expect(target.intervals.last?.requests ?? 0 > 0)
        #expect(target.errors.contains { $0.kind == .connect && $0.message == "Connection refused" })
    }

    @Test("nobody listening is wrk's sentence, at once", arguments: EngineUnderTest.all)
    func refused(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { _ in }
        server.die()
        #expect {
            try measure(engine, port: server.port)
        } throws: {
            "\($0)" == "unable to connect to 127.0.0.1:\(server.port) Connection refused"
        }
    }

    @Test("the stop flag ends a run whose server never answers", arguments: EngineUnderTest.all)
    func stopFlag(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let stop = StopFlag()
        DispatchQueue(label: "stop").asyncAfter(deadline: .now() + 0.2) { stop.set() }
        let target = try measure(engine, port: server.port, seconds: 60, timeoutSeconds: 60, stop: stop)
        #expect(target.elapsedSeconds < 30)
        #expect(target.counts.inFlight == 4 && target.counts.addUp)
    }
}
