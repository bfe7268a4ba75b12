import Statistics
import TestSupport
import Testing
import Workload

@testable import Engine

/// The direct engine at the seam, on real sockets, with each event loop.
@Suite(.timeLimit(.minutes(20))) struct DirectTransportTests {
    /// A transport to a server on `port`, used by `use` on this thread.
    private func withTransport(
        _ engine: EngineUnderTest,
        port: UInt16,
        connections: Int = 1,
        depth: Int = 1,
        requests: [RenderedRequest],
        _ use: (any Transport) throws -> Void
    ) throws {
        switch engine {
        case .multi: return
        case .epoll: try use(makeTransport(EpollLoop.self, port, connections, depth, requests))
        case .uring: try use(makeTransport(RingLoop.self, port, connections, depth, requests))
        }
    }

    private func makeTransport<Loop: EventLoop>(
        _: Loop.Type,
        _ port: UInt16,
        _ connections: Int,
        _ depth: Int,
        _ requests: [RenderedRequest]
    ) throws -> any Transport {
        let options = ConnectionOptions()
        let connector = try Connector(
            connections: connections,
            settings: try SharedSettings(origin: "http://127.0.0.1:\(port)", options, nil),
            options: options,
            pacer: ConnectPacer(rate: 5000)
        )
        let transport = DirectTransport(
            loop: try Loop(connections: connections),
            connector: connector,
            connections: connections,
            depth: depth,
            requests: requests,
            needsBody: true
        )
        transport.begin()
        return transport
    }

    /// Waits for the next events, at most 20 s.
    private func events(_ transport: any Transport) throws -> [TransportEvent] {
        for _ in 0..<20 {
            let events = Array(transport.wait(until: transport.now + 1_000_000_000))
            if !events.isEmpty { return events }
        }
        throw TestSupportError("nothing happened for 20 s")
    }

    /// Waits until `count` requests have ended.
    private func ends(_ count: Int, _ transport: any Transport) throws -> [TransportEvent] {
        var ended: [TransportEvent] = []
        while ended.count < count {
            ended += try events(transport).filter {
                switch $0 {
                case .answered, .broken, .notSent: true
                case .connected, .sent: false
                }
            }
        }
        return ended
    }

    private let get = RenderedRequest(bytes: Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), isHead: false)

    @Test(
        "a connection that the server closes while it is idle is replaced without an error",
        arguments: EngineUnderTest.direct
    )
    func idle(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
        }
        try withTransport(engine, port: server.port, requests: [get]) { transport in
            for number in 1...3 {
                _ = transport.send(0, on: 0)
                guard case .answered(0, let answer) = try ends(1, transport)[0] else {
                    throw TestSupportError("no answer")
                }
                #expect(answer.status == 200)
                // Nothing is in flight when the close is seen.
                #expect(transport.wait(until: transport.now + 200_000_000).isEmpty)
                #expect(server.connections == number)
            }
        }
    }

    @Test("a request that is several in one gets as many answers, in order", arguments: EngineUnderTest.direct)
    func several(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while let head = connection.readRequest() {
                let path = head.split(separator: " ")[1]
                connection.answer(body: String(path))
            }
        }
        let text = (1...3).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        let three = RenderedRequest(bytes: Array(text.utf8), answers: 3, isHead: false)
        try withTransport(engine, port: server.port, requests: [three]) { transport in
            for _ in 0..<2 {
                _ = transport.send(0, on: 0)
                #expect(transport.unanswered(on: 0) == 3)
                let answers = try ends(3, transport).map { event in
                    if case .answered(0, let answer) = event { answer } else { throw TestSupportError("\(event)") }
                }
                #expect(answers.map(\.left) == [2, 1, 0] && transport.unanswered(on: 0) == 0)
                let bodies = answers.map { String(decoding: transport.body(of: $0, on: 0), as: UTF8.self) }
                #expect(bodies == ["/1", "/2", "/3"])
            }
            #expect(server.connections == 1)
        }
    }

    @Test("of several in one, those that are not answered are broken off together", arguments: EngineUnderTest.direct)
    func severalBroken(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            if connection.readRequest() != nil { connection.answer() }
            _ = connection.readRequest()
        }
        let text = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 4)
        let four = RenderedRequest(bytes: Array(text.utf8), answers: 4, isHead: false)
        try withTransport(engine, port: server.port, requests: [four]) { transport in
            _ = transport.send(0, on: 0)
            let ended = try ends(2, transport)
            guard case .answered(0, let answer) = ended[0], case .broken(0, let failure) = ended[1] else {
                throw TestSupportError("\(ended)")
            }
            #expect(answer.left == 3 && transport.unanswered(on: 0) == 3 && failure.kind == .read)
        }
    }

    @Test("a cancelled request is told of no more, and its connection is replaced", arguments: EngineUnderTest.direct)
    func cancel(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while let head = connection.readRequest() {
                if head.hasPrefix("GET") { connection.answer() } else { connection.waitForClose() }
            }
        }
        let post = RenderedRequest(bytes: Array("POST / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), isHead: false)
        try withTransport(engine, port: server.port, requests: [get, post]) { transport in
            _ = transport.send(1, on: 0)
            try waitUntil("the request is there") {
                _ = transport.wait(until: transport.now + 1_000_000)
                return server.requests == 1
            }
            #expect(transport.cancel(0))
            #expect(!transport.cancel(0))
            _ = transport.send(0, on: 0)
            guard case .answered(0, _) = try ends(1, transport)[0] else { throw TestSupportError("no answer") }
            #expect(server.connections == 2)
        }
    }

    @Test("what counts as sent goes out, though nothing is waited for any more", arguments: EngineUnderTest.direct)
    func finishing(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        try withTransport(engine, port: server.port, requests: [get]) { transport in
            _ = transport.send(0, on: 0)
            _ = try ends(1, transport)
            #expect(transport.send(0, on: 0) != 0)
            transport.finish()
            try waitUntil("the request is there") { server.requests == 2 }
        }
    }

    @Test("bytes that belong to no request are told of", arguments: EngineUnderTest.direct)
    func excess(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfour")
            }
        }
        try withTransport(engine, port: server.port, requests: [get]) { transport in
            _ = transport.send(0, on: 0)
            guard case .broken(0, let failure) = try ends(1, transport)[0] else { throw TestSupportError("no failure") }
            #expect(failure == .http(.excess))
        }
    }
}
