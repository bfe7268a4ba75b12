import Statistics
import TestSupport
import Testing

/// How often connections are used.
@Suite(.timeLimit(.minutes(20))) struct KeepAliveTests {
    @Test(
        "--no-keepalive opens a connection for each request, with a resumed session of TLS",
        arguments: [true, false],
        EngineUnderTest.all
    )
    func oneEach(isTLS: Bool, engine: EngineUnderTest) throws {
        let nginx = try NginxServer(.made()) { port in
            """
            listen 127.0.0.1:\(port) \(isTLS ? "ssl" : ""); ssl_session_cache shared:all:1m;
            location / { return 200 hello; }
            """
        }
        let url = "\(isTLS ? "https" : "http")://127.0.0.1:\(nginx.port)/"
        let run = try SquallRun(engine, "--no-keepalive", "-k", "-c4", "-t2", "-n100", url)
        #expect(try run.target.counts.ok == 100 && run.target.errors.isEmpty && run.target.connectionsOpened == 100)
        let log = try nginx.stop()
        #expect(log.count == 100 && Set(log.map(\.connection)).count == 100)
        // As in wrk, a session belongs to a connection: the first handshake of each is a full one.
        #expect(log.count { $0.isResumed } == (isTLS ? 96 : 0))
    }

    @Test("a connection is kept for ever without --no-keepalive", arguments: EngineUnderTest.all)
    func kept(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { port in "listen 127.0.0.1:\(port); location / { return 200 hello; }" }
        let run = try SquallRun(engine, "-c4", "-t2", "-n2000", "http://127.0.0.1:\(nginx.port)/")
        #expect(try run.target.counts.ok == 2000 && run.target.connectionsOpened == 4)
        #expect(Set(try nginx.stop().map(\.connection)).count == 4)
    }

    @Test(
        "--requests-per-connection closes each connection after so many, and loses none",
        arguments: [1, 7],
        EngineUnderTest.all
    )
    func someEach(most: Int, engine: EngineUnderTest) throws {
        let nginx = try NginxServer(.made()) { port in "listen 127.0.0.1:\(port) ssl; location / { return 200 hello; }"
        }
        let url = "https://127.0.0.1:\(nginx.port)/"
        let run = try SquallRun(engine, "--requests-per-connection", "\(most)", "-k", "-c2", "-t2", "-n140", url)
        let target = try run.target
        #expect(target.counts.ok == 140 && target.errors.isEmpty && target.connectionsOpened == 140 / most)
        let uses = Dictionary(grouping: try nginx.stop(), by: \.connection).values.map(\.count)
        #expect(uses.count == 140 / most && uses.allSatisfy { $0 == most })
    }

    @Test("a server that ends connections after some requests costs none of them", arguments: EngineUnderTest.all)
    func fewRequests(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { port in
            "listen 127.0.0.1:\(port); keepalive_requests 10; location / { return 200 hello; }"
        }
        let run = try SquallRun(engine, "-c4", "-t2", "-n1000", "http://127.0.0.1:\(nginx.port)/")
        #expect(try run.target.counts.ok == 1000 && run.target.errors.isEmpty)
        let log = try nginx.stop()
        #expect(log.count == 1000)
        #expect(try run.target.connectionsOpened == Set(log.map(\.connection)).count)
    }
}
