import Foundation
import Statistics
import TestSupport
import Testing

/// What scripts have here and not in wrk: rows by name, and requests that any engine sends.
@Suite(.timeLimit(.minutes(20))) struct ScriptedRequestTests {
    /// Answers, and writes down what was asked.
    private func serve(_ connection: ServerConnection, _ heads: ReceivedHeads) {
        while let head = connection.readRequest() {
            heads.add(head)
            if head.hasPrefix("PUT /body") { _ = connection.readBody(3) }
            connection.answer(head.hasPrefix("GET /missing") ? "404 Not Found" : "200 OK")
        }
    }

    /// Runs squall with a script against a server of its own.
    private func run(_ text: String, _ options: [String]) throws -> (run: SquallRun, heads: [String]) {
        let heads = ReceivedHeads()
        let server = try MisbehavingServer { serve($0, heads) }
        let run = try run(text, options, port: server.port)
        return (run, heads.all)
    }

    private func run(_ text: String, _ options: [String], port: UInt16) throws -> SquallRun {
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try SquallRun(["-s", file] + options + ["http://127.0.0.1:\(port)/"])
    }

    private let named = """
        local n = 0
        function request()
            n = n + 1
            if n % 4 == 1 then return { path = "/home", name = "home" } end
            if n % 4 == 2 then return { path = "/missing", headers = { ["X-Two"] = "2" }, name = "missing" } end
            if n % 4 == 3 then return { path = "/unnamed", method = "PUT" } end
            return wrk.format("GET", "/bytes")
        end
        """

    @Test("a table gives a request, whose name has a row of its own", arguments: EngineUnderTest.all)
    func rows(engine: EngineUnderTest) throws {
        let (run, heads) = try run(named, engine.options + ["-t2", "-c2", "-n80"])
        let rows = Dictionary(uniqueKeysWithValues: try run.target.requests.map { ($0.name, $0) })
        let others = try #require(rows.keys.first { $0.hasSuffix("script.lua") })
        #expect(rows.count == 3 && run.exitCode == 0 && run.result?.config.script == others, "\(run)")
        #expect(rows[others]?.completed == 40 && rows["home"]?.completed == 20 && rows["home"]?.failed == 0)
        #expect(rows["missing"]?.completed == 20 && rows["missing"]?.failed == 20)
        // Those before the first name are in it too.
        #expect(try rows.values.map(\.latency.count).reduce(0, +) == run.target.latency.count)
        #expect(rows.values.allSatisfy { $0.latency.count == $0.completed })
        #expect(heads.filter { $0.hasPrefix("PUT /unnamed HTTP/1.1\r\nHost: 127.0.0.1:") }.count == 20)
        #expect(heads.filter { $0.hasPrefix("GET /missing") && $0.contains("\r\nX-Two: 2") }.count == 20)
    }

    @Test("rows of workers that use other names add up")
    func rowsByWorker() throws {
        let text = """
            local number = 0
            function setup(thread) number = number + 1 thread:set("id", number) end
            function request()
                if id == 1 then return wrk.format() end
                return { name = id == 2 and "even" or "odd" }
            end
            """
        let (run, _) = try run(text, ["-t3", "-c3", "-n30"])
        let rows = try run.target.requests.map { ($0.name.hasSuffix("script.lua") ? "others" : $0.name, $0) }
        #expect(rows.map(\.0).sorted() == ["even", "odd", "others"])
        #expect(rows.allSatisfy { $0.1.completed == 10 && $0.1.latency.count == 10 })
    }

    @Test("the only row is shown where it has a name, and not else")
    func onlyRow() throws {
        let (named, _) = try run("function request() return { name = 'only' } end", ["-t1", "-c1", "-n10"])
        #expect(try named.target.requests.map(\.name) == ["only"] && named.text.contains("\n  only  "), "\(named)")
        let (unnamed, _) = try run("function request() return {} end", ["-t1", "-c1", "-n10"])
        #expect(try unnamed.target.requests.count == 1 && !unnamed.text.contains("  Name"), "\(unnamed)")
    }

    @Test("names without end take no memory without end")
    func manyNames() throws {
        let text = "local n = 0 function request() n = n + 1 return { name = 'row ' .. n } end"
        let (run, _) = try run(text, ["-t1", "-c1", "-n300"])
        let rows = try run.target.requests
        #expect(rows.count == 100 && rows[0].completed == 201 && rows[99].name == "row 99")
        #expect(rows[0].latency.count == 201)
        #expect(run.text.contains("script.lua gave requests more than 99 names"))
    }

    @Test(
        "--traceparent gives each request of a script an id of its own",
        arguments: [
            "", "function request() return wrk.format() end", "function request() return { name = 'x' } end",
            "function request() return wrk.format() .. wrk.format('PUT', '/body', nil, 'abc') end",
        ],
        EngineUnderTest.all
    )
    func traces(text: String, engine: EngineUnderTest) throws {
        guard engine != .multi || !text.contains("PUT") else { return }
        let (run, heads) = try run(text, engine.options + ["--traceparent", "-t1", "-c2", "-n20"])
        let traces = heads.flatMap { $0.components(separatedBy: "\r\n") }.filter { $0.hasPrefix("traceparent: ") }
        #expect(try run.target.counts.ok == 20 && traces.count == 20 && Set(traces).count == 20, "\(run)")
    }

    @Test("--no-keepalive holds for requests of scripts", arguments: EngineUnderTest.all)
    func noKeepAlive(engine: EngineUnderTest) throws {
        let options = engine.options + ["--no-keepalive", "-t1", "-c1", "-n5"]
        let (plain, heads) = try run("", options)
        #expect(try plain.target.connectionsOpened == 5 && plain.target.counts.ok == 5)
        #expect(heads.allSatisfy { $0.contains("\r\nConnection: close") })
        let (own, _) = try run("function request() return { headers = {} } end", options)
        #expect(try own.target.connectionsOpened == 5 && own.target.counts.ok == 5)
    }

    @Test("all answers to several requests in one string are read before the connection is closed")
    func closingPipeline() throws {
        let text = "function request() return wrk.format() .. wrk.format() .. wrk.format() end"
        let (run, _) = try run(text, ["--no-keepalive", "-t1", "-c1", "-n9"])
        #expect(try run.target.counts.ok == 9 && run.target.connectionsOpened == 3, "\(run)")
    }

    @Test("requests go out as they are made, be they odd", arguments: EngineUnderTest.all)
    func odd(engine: EngineUnderTest) throws {
        // A space before a combining mark is no character of its own to Swift.
        let text = "function request() return 'GET \\204\\129/ HTTP/1.1\\r\\nX:\\r\\nY:\\204\\129\\r\\n\\r\\n' end"
        let (run, heads) = try run(text, engine.options + ["-t1", "-c1", "-n3"])
        let head = "GET \u{301}/ HTTP/1.1\r\nX:\r\nY:\u{301}"
        #expect(try run.target.counts.ok == 3 && heads.allSatisfy { Array($0.utf8) == Array(head.utf8) }, "\(heads)")
    }

    @Test("the first request that fails is counted like another one", arguments: EngineUnderTest.all)
    func firstFails(engine: EngineUnderTest) throws {
        let text = "local n = 0 function request() n = n + 1 if n == 1 then error('first') end return wrk.format() end"
        let (run, heads) = try run(text, engine.options + ["--keep-going", "-t1", "-c1", "-n3"])
        #expect(run.exitCode == 0 && heads.count == 3 && run.text.contains("1 × script: "), "\(run)")
    }

    @Test("headers are those of the head, not the trailers", arguments: EngineUnderTest.all)
    func trailers(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nX: head\r\nTransfer-Encoding: chunked\r\n\r\n")
                connection.send("1\r\na\r\n0\r\nX: trailer\r\n\r\n")
            }
        }
        let text = "function response(status, headers, body) assert(headers.X == 'head' and body == 'a', headers.X) end"
        let run = try run(text, engine.options + ["-t1", "-c1", "-n3"], port: server.port)
        #expect(try run.exitCode == 0 && run.target.counts.ok == 3, "\(run)")
    }

    @Test("thread.addr is where the thread's connections go", arguments: EngineUnderTest.all)
    func address(engine: EngineUnderTest) throws {
        let (first, second) = (ReceivedHeads(), ReceivedHeads())
        let servers = [try MisbehavingServer { serve($0, first) }, try MisbehavingServer { serve($0, second) }]
        let text = """
            local number = 0
            function setup(thread)
                number = number + 1
                if number == 2 then thread.addr = wrk.lookup("127.0.0.1", "\(servers[1].port)")[1] end
            end
            """
        let run = try run(text, engine.options + ["-t2", "-c2", "-n20"], port: servers[0].port)
        #expect(try run.target.counts.ok == 20, "\(run)")
        #expect(first.all.count == 10 && second.all.count == 10)
        #expect(second.all.allSatisfy { $0.contains("\r\nHost: 127.0.0.1:\(servers[0].port)") })
    }

    @Test(
        "what libcurl cannot send is told before the run",
        arguments: [
            ("wrk.format() .. wrk.format()", "several requests in one string"),
            ("'GET / HTTP/1.0\\r\\n\\r\\n'", "a request of HTTP/1.0"),
            ("'PUT / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n'", "a body in chunks"),
            ("wrk.format('HEAD', '/', {}, 'x')", "HEAD with a body"),
            ("'GET / HTTP/1.1\\r\\nX\\r\\n\\r\\n'", "the header line 'X'"),
            ("'GET / HTTP/1.1\\r\\nX: y\\r\\n z\\r\\n\\r\\n'", "the header line ' z'"),
            ("'GET / HTTP/1.1\\r\\nX: \\0\\r\\n\\r\\n'", "the header line 'X: \u{FFFD}'"),
            ("'GET /\\0 HTTP/1.1\\r\\n\\r\\n'", "the request line 'GET /\u{FFFD} HTTP/1.1'"),
            ("'GET / HTTP/1.1\\r\\nX: \\255\\r\\n\\r\\n'", "the header line 'X: \u{FFFD}'"),
        ]
    )
    func unsendable(text: String, reason: String) throws {
        let sentence = "request() returned what libcurl cannot send: \(reason); it needs the direct engine"
        let (before, heads) = try run(
            "function request() return \(text) end",
            ["--engine", "multi", "-t1", "-c1", "-n5"]
        )
        #expect(before.exitCode == 64 && before.text == "squall: \(sentence)\n" && heads.isEmpty, "\(before)")
        let later = "local n = 0 function request() n = n + 1 return n < 3 and wrk.format() or \(text) end"
        let (during, sent) = try run(later, ["--engine", "multi", "-t1", "-c1", "-n5"])
        #expect(during.exitCode == 1 && during.text.contains(sentence) && sent.count == 2, "\(during)")
    }

    @Test("scripts make the requests of HTTP/2 and see its answers", arguments: [true, false])
    func http2(isTLS: Bool) throws {
        let nginx = try NginxServer(.made()) { port in
            """
            listen 127.0.0.1:\(port) http2 \(isTLS ? "ssl" : "");
            location = /login { add_header X-Token secret; return 200 hello; }
            location = /private { if ($http_authorization != secret) { return 403; } return 200 welcome; }
            """
        }
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        let text = """
            local token
            function request()
                if not token then return { path = "/login", name = "login" } end
                return { path = "/private", headers = { Authorization = token }, name = "private" }
            end
            function response(status, headers, body)
                token = token or headers["x-token"]
                assert(status == 200 and (body == "hello" or body == "welcome"), body)
            end
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let options = ["--http2", "-k", "-t1", "-c2", "-m3", "-n100", "-s", file]
        let run = try SquallRun(options + ["\(isTLS ? "https" : "http")://127.0.0.1:\(nginx.port)/"])
        let rows = try run.target.requests
        #expect(try run.exitCode == 0 && run.target.counts.ok == 100, "\(run)")
        #expect(rows.map(\.name) == ["login", "private"] && rows[0].completed < 20, "\(rows.map(\.completed))")
        #expect(try nginx.stop().allSatisfy { $0.version == "HTTP/2.0" })
    }
}
