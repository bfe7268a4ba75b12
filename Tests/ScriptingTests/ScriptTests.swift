import Testing
import Workload

@testable import Scripting

/// The API of wrk's scripts, without a run.
@Suite struct ScriptTests {
    private func make(_ text: String, threads: Int = 1, arguments: [String] = []) throws -> ScriptMain {
        let script = Script(
            name: "test.lua",
            text: Array(text.utf8),
            arguments: ["http://h:1/p?q"] + arguments,
            scheme: "http",
            host: "h",
            port: "1",
            path: "/p?q",
            headers: [("Host", "h:1"), ("X-One", "1")],
            seed: 1
        )
        return try ScriptMain(script, threads: threads, resolves: false)
    }

    private func next(_ thread: ScriptThread) throws -> String {
        String(decoding: try thread.next(), as: UTF8.self)
    }

    private func request(_ text: String) throws -> String {
        try next(try make(text).threads[0])
    }

    private let plain = "GET /p?q HTTP/1.1\r\nHost: h:1\r\nX-One: 1\r\n\r\n"

    @Test("without hooks the request is that of the command line")
    func nothing() throws {
        let thread = try make("").threads[0]
        #expect(try next(thread) == plain)
        #expect(!thread.makesRequests && !thread.seesAnswers && !thread.delays)
    }

    @Test(
        "wrk.format makes a request of what it gets and of wrk's fields",
        arguments: [
            ("return wrk.format()", "GET /p?q HTTP/1.1\r\nHost: h:1\r\nX-One: 1\r\n\r\n"),
            ("return wrk.format('HEAD', '/x')", "HEAD /x HTTP/1.1\r\nHost: h:1\r\nX-One: 1\r\n\r\n"),
            (
                "return wrk.format('POST', nil, {B = 2, A = 1}, 'body')",
                "POST /p?q HTTP/1.1\r\nHost: h:1\r\nA: 1\r\nB: 2\r\nContent-Length: 4\r\n\r\nbody"
            ),
            ("return wrk.format(nil, nil, {host = 'other'})", "GET /p?q HTTP/1.1\r\nhost: other\r\n\r\n"),
            (
                "return wrk.format(nil, nil, {['content-length'] = 9}, 'ab')",
                "GET /p?q HTTP/1.1\r\nHost: h:1\r\ncontent-length: 9\r\n\r\nab"
            ),
            ("return wrk.format(nil, nil, {}, '')", "GET /p?q HTTP/1.1\r\nHost: h:1\r\nContent-Length: 0\r\n\r\n"),
            ("local t = {} wrk.format(nil, nil, t) return t.Host", "h:1"),
        ]
    )
    func format(body: String, expected: String) throws {
        #expect(try request("function request() \(body) end") == expected)
    }

    @Test("wrk's fields can be set, in the script and in init")
    func fields() throws {
        let text =
            "wrk.method = 'PUT' wrk.body = 'b' function init(args) wrk.path = '/' .. args[1] wrk.headers.Y = #args end"
        let thread = try make(text, arguments: ["one", "two"]).threads[0]
        let expected = "PUT /one HTTP/1.1\r\nHost: h:1\r\nContent-Length: 1\r\nX-One: 1\r\nY: 2\r\n\r\nb"
        #expect(try next(thread).split(separator: "\r\n").sorted() == expected.split(separator: "\r\n").sorted())
    }

    @Test("init gets the URL at 0 and what follows it from 1 on; wrk.init within it does not begin anew")
    func initialise() throws {
        let text = "n = 0 function init(args) n = n + 1 wrk.path = args[0] .. args[1] .. n wrk.init(args) end"
        #expect(try next(try make(text, arguments: ["a"]).threads[0]).hasPrefix("GET http://h:1/p?qa1 HTTP/1.1"))
    }

    @Test("setup gets each thread, whose globals it sets and done reads, tables within tables included")
    func threads() throws {
        let main = try make(
            """
            local threads = {}
            function setup(thread)
                threads[#threads + 1] = thread
                thread:set("id", #threads)
                thread:set("deep", { list = { 1, { "a:;}{" } }, [true] = 1.5 })
            end
            function init(args) count = 0 end
            function request()
                count = count + id
                seen = deep.list[2][1] .. tostring(deep[true]) .. type(wrk.thread) .. wrk.thread:get("id")
                return wrk.format(nil, "/" .. count)
            end
            function done()
                local texts = {}
                for _, thread in ipairs(threads) do
                    texts[#texts + 1] = thread:get("count") .. thread:get("seen") .. tostring(thread:get("nothing"))
                end
                error(table.concat(texts, " "), 0)
            end
            """,
            threads: 2
        )
        for (thread, paths) in zip(main.threads, [["/1", "/2"], ["/2", "/4"]]) {
            for path in paths { #expect(try next(thread).hasPrefix("GET \(path) ")) }
        }
        let error = #expect(throws: ScriptError.self) { try main.finish(summary) }
        #expect(error?.description.split(separator: "\n").first == "2a:;}{1.5userdata1nil 4a:;}{1.5userdata2nil")
    }

    @Test(
        "what cannot be given to a thread is an error with its place",
        arguments: [
            ("thread:set('f', print)", "cannot transfer 'function' to thread"),
            ("local t = {} t[1] = t thread:set('t', t)", "cannot transfer a table that contains itself"),
            ("thread.foo = 1", "test.lua:1: cannot set 'foo' on thread"),
            ("thread.addr = 'x'", "test.lua:1: thread.addr is an address from wrk.lookup, and not a string"),
        ]
    )
    func transfers(text: String, message: String) {
        let error = #expect(throws: ScriptError.self) { try make("function setup(thread) \(text) end") }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test("addresses are found, tried, and given to threads")
    func addresses() throws {
        let text = """
            function setup(thread)
                local found = wrk.lookup("127.0.0.1", 1)
                assert(#found == 1 and tostring(found[1]) == "127.0.0.1:1" and type(found[1]) == "userdata")
                assert(wrk.connect(found[1]) == false)
                assert(thread.addr == nil)
                thread.addr = found[1]
                assert(tostring(thread.addr) == "127.0.0.1:1")
            end
            """
        #expect(try make(text).threads[0].address == "127.0.0.1:1")
        let error = #expect(throws: ScriptError.self) { try make("wrk.lookup('nobody.invalid', 'http')") }
        #expect(error?.description.hasPrefix("unable to resolve nobody.invalid:http ") == true)
    }

    @Test("response gets the status, the last head's fields, and the body")
    func responses() throws {
        let thread = try make(
            """
            function response(status, headers, body)
                local names = {}
                for name, value in pairs(headers) do names[#names + 1] = name .. "=" .. value end
                table.sort(names)
                text = status .. table.concat(names, ",") .. body
            end
            function request() return text end
            """
        ).threads[0]
        #expect(thread.seesAnswers)
        let head = "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 201 OK\r\nA: 1\r\nset-cookie:  a: b \r\nA: 2\r\n\r\n"
        try Array(head.utf8).withUnsafeBytes { head in
            try Array("body".utf8).withUnsafeBytes { try thread.answered(status: 201, head: head, body: $0) }
        }
        #expect(try next(thread) == "201A=2,set-cookie=a: bbody")
    }

    @Test(
        "delay gives milliseconds, rounded down",
        arguments: [("7.9", 7), ("0", 0), ("-5", 0), ("1e300", 1_000_000_000_000), ("nil", 0), ("'12'", 12)]
    )
    func delays(value: String, expected: UInt64) throws {
        let thread = try make("function delay() return \(value) end").threads[0]
        #expect(try thread.delays && thread.delay() == expected)
    }

    @Test("a thread is stopped from within and from setup")
    func stop() throws {
        let thread = try make("function request() wrk.thread:stop() return 'x' end").threads[0]
        #expect(!thread.isStopped)
        _ = try thread.next()
        #expect(thread.isStopped)
        #expect(try make("function setup(thread) thread:stop() end").threads[0].isStopped)
    }

    @Test(
        "nonsense is an error and no crash",
        arguments: [
            "function request() return 5 end", "function request() end", "function request() return { 1 } end",
            "function request() error({}) end", "function request() local x = nil + 1 end",
            "function request() return wrk.format({}) end",
        ]
    )
    func nonsense(text: String) throws {
        let thread = try make(text).threads[0]
        #expect(throws: ScriptError.self) { try thread.next() }
        #expect(throws: ScriptError.self) { try thread.next() }
    }

    private var summary: ScriptSummary {
        ScriptSummary(
            duration: 1_000_000,
            requests: 10,
            bytes: 500,
            errors: [("connect", 1), ("read", 2), ("write", 3), ("status", 4), ("timeout", 5)],
            latency: ScriptDistribution(values: [(100, 8), (200, 1), (1000, 1)], mean: 200, deviation: 284.6),
            rates: ScriptDistribution(values: [], mean: 0, deviation: 0)
        )
    }

    @Test(
        "done gets the figures with wrk's names",
        arguments: [
            ("summary.duration", "1000000"), ("summary.requests", "10"), ("summary.bytes", "500"),
            ("summary.errors.connect", "1"), ("summary.errors.timeout", "5"), ("latency.min", "100"),
            ("latency.max", "1000"), ("latency.mean", "200"), ("latency.stdev", "284.6"),
            ("latency:percentile(50)", "100"), ("latency:percentile(90)", "1000"), ("latency:percentile(100)", "1000"),
            ("#latency", "3"), ("table.concat({latency(2)}, ' ')", "200 1"), ("table.concat({latency(4)}, ' ')", "0 3"),
            ("latency:percentile('90')", "1000"), ("latency('2')", "200"), ("latency.nothing", "nil"),
            ("select(2, pcall(latency.percentile, latency))", "a number is expected, and not nil"),
            ("type(latency)", "userdata"), ("#requests", "0"), ("requests.max", "0"),
        ]
    )
    func figures(expression: String, expected: String) throws {
        let main = try make("function done(summary, latency, requests) error(tostring(\(expression)), 0) end")
        let error = #expect(throws: ScriptError.self) { try main.finish(summary) }
        #expect(error?.description.split(separator: "\n").first.map(String.init) == expected)
    }

    @Test(
        "values become JSON and come back",
        arguments: [
            ("{}", "{}"), ("{1, 2.5, 'x'}", #"[1,2.5,"x"]"#), ("{b = true, a = {false}}", #"{"a":[false],"b":true}"#),
            ("nil", "null"), ("{squall.json.null}", "[null]"), (#"'\n"'"#, #""\n\"""#), ("1e300", "1e+300"),
            (#"squall.json.decode('{"a": [1, null, {"b": -0.5}]}')"#, #"{"a":[1,null,{"b":-0.5}]}"#),
            ("squall.json.decode('[[], {}]')", "[[],{}]"),
            ("squall.json.array {}", "[]"), ("squall.json.array { 1 }", "[1]"),
            ("#squall.json.decode('[1, null, 3]')", "3"),
        ]
    )
    func json(value: String, expected: String) throws {
        #expect(try request("function request() return squall.json.encode(\(value)) end") == expected)
    }

    @Test(
        "what is no JSON is an error with its place",
        arguments: [
            ("squall.json.decode('{')", "squall.json.decode: line 1, column 1: "),
            ("squall.json.decode(5)", "squall.json.decode: a string is needed"),
            ("squall.json.encode({0/0})", "squall.json.encode: nan is no number of JSON"),
            ("squall.json.encode({x = -1/0})", "squall.json.encode: -inf is no number of JSON"),
            ("squall.json.encode('a\\255')", "squall.json.encode: a string is not UTF-8"),
            ("squall.json.encode({['\\255'] = 1})", "squall.json.encode: a string is not UTF-8"),
            ("squall.json.encode(squall.json.array { x = 1 })", "squall.json.encode: an array has other keys than"),
            ("squall.json.encode(print)", "cannot transfer 'function' to thread"),
            ("squall.json.encode({[5] = 1})", "squall.json.encode: a table has keys that are neither"),
            (
                "(function() local t = {} t.t = t return squall.json.encode(t) end)()",
                "cannot transfer a table that contains"
            ),
        ]
    )
    func noJSON(value: String, message: String) {
        let error = #expect(throws: ScriptError.self) { try make("x = \(value)") }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test("squall.random and squall.uuid are the same with the same seed, and differ between threads")
    func random() throws {
        let text = """
            function request()
                local numbers = squall.random(1, 6) .. " " .. squall.random(0, 0.5)
                return numbers .. " " .. squall.uuid() .. " " .. math.random()
            end
            """
        let (one, two) = (try make(text, threads: 2), try make(text, threads: 2))
        let first = try next(one.threads[0])
        #expect(try first == next(two.threads[0]))
        #expect(try first != next(one.threads[1]))
        let parts = first.split(separator: " ")
        #expect((1...6).contains(Int(parts[0]) ?? 0) && (0..<0.5).contains(Double(parts[1]) ?? 1))
        let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(parts[2].wholeMatch(of: uuid) != nil, "\(parts[2])")
    }
}
