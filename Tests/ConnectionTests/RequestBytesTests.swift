import Foundation
import Statistics
import TestSupport
import Testing

/// The bytes of a request: wrk's, so that both tools measure the same work.
@Suite(.timeLimit(.minutes(20))) struct RequestBytesTests {
    private func recorder() throws -> (server: MisbehavingServer, heads: ReceivedHeads) {
        let heads = ReceivedHeads()
        let server = try MisbehavingServer { connection in
            while let head = connection.readRequest() {
                heads.add(head)
                connection.answer()
            }
        }
        return (server, heads)
    }

    /// The request line, and the header lines in alphabetical order: their order is all that differs from wrk's.
    private func lines(_ head: String?) -> [String] {
        let lines = head?.components(separatedBy: "\r\n") ?? []
        return Array(lines.prefix(1) + lines.dropFirst().sorted())
    }

    private func sent(by tool: String, _ options: [String], _ path: String) throws -> [String] {
        let (server, heads) = try recorder()
        let url = "http://127.0.0.1:\(server.port)\(path)"
        let program = tool == "wrk" ? "wrk" : try builtProduct(tool)
        try Command(program, ["-t1", "-c1", "-d10s"] + options + [url]).whileRunning { _ in
            try waitUntil("\(tool) sends a request") { heads.all.first != nil }
        }
        return lines(heads.all.first).map { $0.replacingOccurrences(of: ":\(server.port)", with: ":PORT") }
    }

    @Test(
        "a request has the request line and the headers of wrk's",
        arguments: [
            ([], "/"), ([], ""), ([], "/a/../b//c?q=1&r=%20x"), ([], "/?only=query"),
            (["-H", "X-One: 1", "-H", "Accept: text/html"], "/"),
            (["-H", "Host: other.test"], "/"),
            (["-H", "User-Agent: me", "-H", "Content-Type: text/plain"], "/path"),
            (["-H", "Connection: close"], "/"),
        ] as [([String], String)],
        EngineUnderTest.all
    )
    func sameAsWrk(request: ([String], String), engine: EngineUnderTest) throws {
        let (options, path) = request
        let ours = try sent(by: "squall", engine.options + options, path)
        #expect(try ours == sent(by: "wrk", options, path))
        #expect(ours.count >= 2)
    }

    private func sentOnce(
        _ engine: EngineUnderTest,
        _ options: String...,
        url: (UInt16) -> String
    ) throws -> [String] {
        let (server, heads) = try recorder()
        let options = options.map { $0.replacingOccurrences(of: "PORT", with: "\(server.port)") }
        let run = try SquallRun(engine.options + ["-t1", "-c1", "-n1"] + options + [url(server.port)])
        #expect(try run.target.counts.ok == 1, "\(run)")
        return lines(heads.all.first)
    }

    @Test(
        "Host has the port as the URL spells it",
        arguments: [
            ("http://example.test/", "example.test"), ("http://example.test:80/", "example.test:80"),
            ("http://example.test:8080/", "example.test:8080"), ("http://[::1]:8080/", "[::1]:8080"),
        ],
        EngineUnderTest.all
    )
    func host(expected: (url: String, host: String), engine: EngineUnderTest) throws {
        #expect(
            try sentOnce(engine, "--connect-to", "::127.0.0.1:PORT") { _ in expected.url }
                == ["GET / HTTP/1.1", "Host: \(expected.host)"]
        )
    }

    @Test("a header without a value is sent without one", arguments: EngineUnderTest.all)
    func emptyValue(engine: EngineUnderTest) throws {
        let lines = try sentOnce(engine, "-H", "X-Empty:", "-H", "Accept:") { "http://127.0.0.1:\($0)/" }
        #expect(lines.filter { !$0.hasPrefix("Host") } == ["GET / HTTP/1.1", "Accept:", "X-Empty:"])
    }

    @Test(
        "--no-keepalive sends Connection: close once, and the user's own Connection where there is one",
        arguments: EngineUnderTest.all
    )
    func connectionHeader(engine: EngineUnderTest) throws {
        let url: (UInt16) -> String = { "http://127.0.0.1:\($0)/" }
        #expect(
            try sentOnce(engine, "--no-keepalive", url: url).filter { $0.hasPrefix("Connection") } == [
                "Connection: close"
            ]
        )
        #expect(
            try sentOnce(engine, "--no-keepalive", "-H", "connection: keep-alive", url: url).filter {
                $0.lowercased().hasPrefix("connection")
            } == ["connection: keep-alive"]
        )
    }

    @Test(
        "--traceparent gives each request a trace id of its own, and changes nothing else",
        arguments: EngineUnderTest.all,
        [[], ["--no-keepalive"]]
    )
    func traceParents(engine: EngineUnderTest, options: [String]) throws {
        let (server, heads) = try recorder()
        let url = "http://127.0.0.1:\(server.port)/"
        let arguments = ["-t2", "-c3", "-n60", "--traceparent", "-H", "X-One: 1", url]
        let run = try SquallRun(engine.options + options + arguments)
        #expect(try run.target.counts.ok == 60 && run.result?.config.traceparent == true, "\(run)")
        let requests = heads.all.map { lines($0) }
        let traces = requests.flatMap { $0 }.filter { $0.hasPrefix("traceparent: ") }
        #expect(requests.count == 60 && Set(traces).count == 60)
        #expect(traces.allSatisfy { $0.wholeMatch(of: /traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01/) != nil })
        let connection = options.isEmpty ? [] : ["Connection: close"]
        let others = connection + ["Host: 127.0.0.1:\(server.port)", "X-One: 1"]
        #expect(requests.allSatisfy { $0.filter { !$0.hasPrefix("traceparent") } == ["GET / HTTP/1.1"] + others })
    }

    @Test("a request that has a traceparent keeps it", arguments: EngineUnderTest.all)
    func ownTraceParent(engine: EngineUnderTest) throws {
        let lines = try sentOnce(engine, "--traceparent", "-H", "TraceParent: mine") { "http://127.0.0.1:\($0)/" }
        #expect(lines.filter { $0.lowercased().hasPrefix("traceparent") } == ["TraceParent: mine"])
    }

    @Test("a large body arrives whole and at once: nothing asks the server to continue", arguments: EngineUnderTest.all)
    func largeBody(engine: EngineUnderTest) throws {
        let count = 2 << 20
        let folder = try TemporaryFolder()
        let file = folder.path("body")
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(body).write(to: URL(fileURLWithPath: file))
        let heads = ReceivedHeads()
        let server = try MisbehavingServer { connection in
            while let head = connection.readRequest() {
                let isWhole = connection.readBody(count) == body
                heads.add(head)
                connection.answer(isWhole ? "200 OK" : "400 Bad Request")
            }
        }
        let run = try SquallRun(engine, "-c2", "-t2", "-n6", "--body-file", file, "http://127.0.0.1:\(server.port)/")
        #expect(
            try run.target.counts.ok == 6 && run.target.errors.isEmpty && run.target.connectionsOpened == 2,
            "\(run)"
        )
        #expect(
            lines(heads.all.first)
                == ["POST / HTTP/1.1", "Content-Length: \(count)", "Host: 127.0.0.1:\(server.port)"]
        )
    }
}
