import Foundation
import TestSupport
import Testing

/// Scripts that fail: they are told of, and squall neither hangs nor crashes.
@Suite(.timeLimit(.minutes(20))) struct ScriptFailureTests {
    private func run(_ text: String, _ options: String...) throws -> Command.Result {
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try IrisProcess.run { server in
            let end = options.contains { $0.hasPrefix("-n") } ? [] : ["-d300ms"]
            let arguments = ["-t2", "-c4", "-s", file] + end + options + [server.url + "/health"]
            return try Command(try builtProduct("squall"), arguments).run()
        }
    }

    @Test(
        "a script that fails before the run ends squall with 64, and nothing is sent",
        arguments: [
            ("x = = 1", "script.lua:1: unexpected symbol near '='"), ("error('no')", "script.lua:1: no"),
            ("function setup() error('no') end", "script.lua:1: no"),
            ("function init() error('no') end", "script.lua:1: no"),
            ("wrk.path = 'no path'", "the request cannot be sent: it does not begin with a request line"),
            ("wrk.request = 5 function wrk.init() end", "attempt to call"),
        ]
    )
    func before(text: String, message: String) throws {
        let ended = try run(text)
        #expect(ended.exitCode == 64 && ended.standardOutput.isEmpty, "\(ended)")
        #expect(ended.standardError.hasPrefix("squall: ") && ended.standardError.contains(message), "\(ended)")
    }

    @Test(
        "a hook that fails is told with its place, counted, and ends the run with 1",
        arguments: [
            ("function request() error('no') end", "script.lua:1: no"),
            ("function response() error('no') end", "script.lua:1: no"),
            ("function delay() error('no') end", "script.lua:1: no"),
            ("function request() return 5 end", "request() returned neither a string nor a table"),
            ("function request() return '' end", "script.lua: the request cannot be sent: it is empty"),
            (
                "wrk.headers['Content-Length'] = 3 function request() return wrk.format('POST', '/', nil, 'abcdef') end",
                "what follows the 3 bytes that its Content-Length says is no request"
            ),
            (
                "function request() return 'GET /' end",
                "the request cannot be sent: it ends before the empty line that ends a head"
            ),
            ("function delay() return 'x' end", "delay() returned no number"),
            (
                "function request() local t = {} while true do t[#t + 1] = ('x'):rep(99) .. #t end end",
                "not enough memory"
            ),
            // What is held for good leaves no memory for the next call, and the loop is compiled.
            ("local t = {} function request() while true do t[#t + 1] = {} end end", "not enough memory"),
            ("function request() return wrk.format({}) end", "attempt to concatenate"),
            (
                "function request() return { url = '/' } end",
                "a table with 'url', which may have method, path, headers, body and name"
            ),
            ("function request() return { '/' } end", "a table with '1', which may have"),
            ("function request() return { path = 5 } end", "a table in which 'path' is a number, not a string"),
            (
                "function request() return { path = 'x y' } end",
                "the request cannot be sent: it does not begin with a request"
            ),
        ]
    )
    func during(text: String, message: String) throws {
        // Filling the memory takes a while.
        let ended = try run(text, "-T60s")
        #expect(ended.exitCode == 1 && ended.standardOutput.contains("requests in"), "\(ended)")
        #expect(ended.standardError.contains(" × script: ") && ended.standardError.contains(message), "\(ended)")
        #expect(ended.standardError.hasSuffix("squall: the script failed, which ended the run; --keep-going goes on\n"))
    }

    @Test("a hook that fails in the warm-up ends the run with 1, too, and is not taken for Ctrl-C")
    func inWarmup() throws {
        let text = "function request() error('no') end"
        for ended in [
            try run(text, "--warmup", "200ms"), try run(text, "--warmup", "200ms", "--assert", "errors==0"),
        ] {
            #expect(ended.exitCode == 1 && ended.standardError.contains("script.lua:1: no"), "\(ended)")
            #expect(ended.standardError.contains("squall: the script failed, which ended the run"), "\(ended)")
        }
    }

    @Test("with --keep-going failures are counted and the run goes on")
    func keepGoing() throws {
        let text = """
            local n = 0
            function request()
                n = n + 1
                if n % 5 == 0 then error("every fifth") end
                return wrk.format()
            end
            """
        let ended = try run(text, "--keep-going")
        #expect(ended.exitCode == 0 && ended.standardError.contains("× script: "), "\(ended)")
        #expect(ended.standardError.contains("script.lua:4: every fifth\nstack traceback:"))
        let failing = try run("function request() error('always') end", "--keep-going")
        #expect(failing.exitCode == 1 && failing.standardError.contains("no request succeeded: the script failed ("))
    }

    @Test(
        "a script that stops or delays everything is told of, and not to run longer alone",
        arguments: ["function setup(thread) thread:stop() end", "function delay() return math.huge end"]
    )
    func nothingSent(text: String) throws {
        let ended = try run(text)
        #expect(ended.exitCode == 1, "\(ended)")
        #expect(ended.standardError.hasSuffix("run longer, or see where the script stops or delays it\n"), "\(ended)")
    }

    @Test(
        "what Lua tells without a place is told with the script's name",
        arguments: [
            ("local t = {} while true do t[#t + 1] = {} end", "script.lua: not enough memory: a thread's part"),
            ("error({ code = 5 })", "an error that is a table\nstack traceback:"),
            ("local function f() return 1 + f() end f()", "script.lua:1: stack overflow"),
            ("wrk.path = {} ", "script.lua: prelude:"),
        ]
    )
    func placeless(text: String, message: String) throws {
        let ended = try run(text)
        #expect(ended.exitCode == 64 && ended.standardError.contains(message), "\(ended)")
        #expect(ended.standardError.contains("script.lua"))
    }

    @Test("an unknown host is told as without a script")
    func unknownHost() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        try "function request() return wrk.format() end".write(toFile: file, atomically: true, encoding: .utf8)
        let plain = try squall(["http://nobody.invalid/"])
        let scripted = try squall(["-s", file, "http://nobody.invalid/"])
        #expect(plain.exitCode == 1 && scripted.exitCode == 1)
        #expect(scripted.standardError == plain.standardError)
    }

    @Test("what a script prints does not get between the JSON on standard output")
    func printing() throws {
        let ended = try run("print('one') function done() io.write('two') end", "--json", "-")
        #expect(ended.exitCode == 0 && ended.standardOutput.hasPrefix("{"), "\(ended)")
        #expect(ended.standardError.contains("one\n") && ended.standardError.contains("two"))
    }

    @Test("with -n a delay of more than 10 s is waited for, and does not mean that the server is gone")
    func longDelay() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        let text = "local n = 0 function delay() n = n + 1 return n == 2 and 10500 or 0 end"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let ended = try IrisProcess.run { try squall(["-t1", "-c1", "-n3", "-s", file, $0.url + "/health"]) }
        #expect(ended.exitCode == 0 && ended.standardOutput.contains("  3 requests in 10."), "\(ended)")
    }

    @Test("done that fails ends squall with 1, after the report")
    func done() throws {
        let ended = try run("function done() error('no') end")
        #expect(ended.exitCode == 1 && ended.standardOutput.contains("Requests/sec"), "\(ended)")
        #expect(ended.standardError.contains("script.lua:1: no\nstack traceback:"))
    }

    @Test(
        "a worker that does not come back is not waited for, and the others are reported",
        arguments: ["-d300ms", "-n200"]
    )
    func stuck(end: String) throws {
        let text = """
            local id, n = 0, 0
            function setup(thread) id = id + 1 thread:set("id_of_thread", id) end
            function request()
                n = n + 1
                if id_of_thread == 2 and n > 10 then while true do n = n + 1 end end
                return wrk.format()
            end
            """
        let ended = try run(text, end, "-T", "200ms")
        #expect(ended.exitCode == 1 && ended.standardOutput.contains("Requests/sec"), "\(ended)")
        #expect(ended.standardError.contains("1 of 2 threads did not come back from "))
        #expect(ended.standardError.contains("script.lua, and what they did is not in the result\n"))
    }
}
