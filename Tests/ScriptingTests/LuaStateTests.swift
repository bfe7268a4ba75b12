import Testing
import Workload

@testable import Scripting

@Suite struct LuaStateTests {
    private func run(_ text: String, _ state: LuaState? = nil) throws -> LuaValue {
        let state = try state ?? LuaState()
        return try state.call(try state.load(Array(text.utf8), name: "=test"))
    }

    @Test(
        "what both sides have crosses as it is",
        arguments: [
            .none, .boolean(true), .boolean(false), .number(-1.5), .number(1e300), .text([]), .text([0, 255, 10]),
        ] as [LuaValue]
    )
    func values(value: LuaValue) throws {
        let state = try LuaState(functions: ["echo"]) { _, arguments in arguments[0] }
        let text = "local value = ... return host.echo(value)"
        #expect(try state.call(try state.load(Array(text.utf8), name: "=test"), [value]) == value)
    }

    @Test("what only Lua has is told by its type")
    func others() throws {
        #expect(try run("return {}") == .other("table"))
        #expect(try run("return print") == .other("function"))
    }

    @Test("a script that cannot be read is told with its place")
    func syntax() {
        let error = #expect(throws: ScriptError.self) { try run("x = = 1") }
        #expect(error?.description.hasPrefix("test:1: unexpected symbol near '='") == true)
    }

    @Test("an error is told with its place and where it came from")
    func traceback() {
        let error = #expect(throws: ScriptError.self) { try run("local function f()\nerror('no')\nend\nf()") }
        #expect(error?.description.hasPrefix("test:2: no\nstack traceback:") == true)
        #expect(error?.description.contains("test:4:") == true)
    }

    @Test(
        "errors that are no text are told",
        arguments: ["error({})", "error()", "error(setmetatable({}, {__tostring = 1}))"]
    )
    func strangeErrors(text: String) {
        #expect(throws: ScriptError.self) { try run(text) }
    }

    @Test("what an error says is fit for a terminal, and not without end")
    func shownErrors() {
        let odd = #expect(throws: ScriptError.self) { try run("error('a\\27[31m\\9b\\10c', 0)") }
        #expect(odd?.description.hasPrefix("a\u{FFFD}[31m\tb\nc\nstack traceback:") == true)
        let long = #expect(throws: ScriptError.self) { try run("error(('x'):rep(1000000))") }
        #expect(long?.description.unicodeScalars.count == 10_001)
    }

    @Test("an error of the host is one of the script, which can catch it")
    func hostErrors() throws {
        let state = try LuaState(functions: ["fail"]) { _, _ throws(ScriptError) in throw ScriptError("failed") }
        #expect(try run("local ok, message = pcall(host.fail) return message", state) == .text("failed"))
        let error = #expect(throws: ScriptError.self) { try run("host.fail()", state) }
        #expect(error?.description.hasPrefix("failed\nstack traceback:") == true)
    }

    @Test(
        "memory is bounded, and the state lives on",
        arguments: [
            "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end",
            "local s = 'x' while true do s = s .. s end",
            "local t = {} while true do t[#t + 1] = {} end",
        ]
    )
    func memory(text: String) throws {
        let state = try LuaState(mostBytes: 8 << 20)
        let error = #expect(throws: ScriptError.self) { try run(text, state) }
        #expect(error?.description.contains("not enough memory") == true)
        #expect(state.usedBytes <= 8 << 20)
        #expect(try run("return 1", state) == .number(1))
    }

    @Test("a deep recursion is an error")
    func recursion() {
        let error = #expect(throws: ScriptError.self) { try run("local function f() return 1 + f() end f()") }
        #expect(error?.description.contains("stack overflow") == true)
    }

    @Test("too little memory to start is a sentence")
    func tooLittle() {
        let error = #expect(throws: ScriptError.self) { try LuaState(mostBytes: 1000) }
        #expect(error?.description == "Lua cannot start: 1000 bytes are too few")
    }
}
