internal import CLuaJIT
internal import Glibc
internal import Workload

/// One state of LuaJIT's: used by one thread at a time, bounded in memory.
///
/// This file is the only one that calls LuaJIT. What crosses is copied, but for the bytes of a call's result.
final class LuaState {
    /// What Lua may call: the first argument is the function's place among the names that were registered.
    typealias Host = (Int, [LuaValue]) throws(ScriptError) -> LuaValue

    /// A function of Lua's, which stays as long as its state.
    struct Function {
        fileprivate let place: Int32
    }

    private let state: OpaquePointer
    private let memory: UnsafeMutablePointer<clua_memory>
    private let host: HostContext

    /// The most memory that a state has unless it is told otherwise: 256 MiB.
    static let usualMemory = 256 << 20

    /// - Parameters:
    ///   - mostBytes: how much memory it may have.
    ///   - functions: the names of the functions in the global table `host`.
    ///   - call: what they do.
    init(
        mostBytes: Int = usualMemory,
        functions: [String] = [],
        host call: @escaping Host = { _, _ in .none }
    )
        throws(ScriptError)
    {
        memory = .allocate(capacity: 1)
        memory.initialize(to: clua_memory(used: 0, most: mostBytes))
        host = HostContext(call)
        guard let made = clua_new(memory) else {
            memory.deallocate()
            throw ScriptError("Lua cannot start: \(mostBytes) bytes are too few")
        }
        state = made
        let names = functions.map { strdup($0) }
        defer { for name in names { free(name) } }
        let context = Unmanaged.passUnretained(host).toOpaque()
        let failed = names.map { UnsafePointer($0) }.withUnsafeBufferPointer {
            clua_add_hosts(made, callHost, context, $0.baseAddress, Int32($0.count))
        }
        guard failed == 0 else { throw ScriptError("Lua cannot start: \(mostBytes) bytes are too few") }
    }

    deinit {
        lua_close(state)
        memory.deallocate()
    }

    /// How much memory it has.
    var usedBytes: Int { memory.pointee.used }

    /// Compiles `text`.
    ///
    /// - Parameter name: what errors call it: behind `@` a file, of which a long one's end is shown, else behind `=`.
    func load(_ text: [UInt8], name: String) throws(ScriptError) -> Function {
        do throws(ScriptError) {
            try run(0, [.text(text), .text(Array("\(name)\0".utf8))])
        } catch {
            // Where it was called from is no place in the script.
            throw ScriptError(String(error.description.prefix { $0 != "\n" }))
        }
        return try keep()
    }

    /// Calls `function` and returns its first result.
    @discardableResult
    func call(_ function: Function, _ arguments: [LuaValue] = []) throws(ScriptError) -> LuaValue {
        LuaValue(try run(function.place, arguments))
    }

    /// The function that `function` returns.
    func result(of function: Function, _ arguments: LuaValue...) throws(ScriptError) -> Function {
        try run(function.place, arguments)
        return try keep()
    }

    /// Calls `function` without arguments.
    ///
    /// - Returns: the bytes of its first result, valid until the state is used again, and the whole number that is its
    ///   second one; nil if the first is no string.
    func bytes(of function: Function) throws(ScriptError) -> (UnsafeRawBufferPointer, number: Int)? {
        var result = clua_value()
        var number: Int32 = 0
        try check(clua_run_function(state, function.place, &result, &number), result)
        guard result.kind == CLUA_STRING else { return nil }
        return (UnsafeRawBufferPointer(start: result.bytes, count: result.count), Int(number))
    }

    /// Calls the global function `response` with an answer: its status, its fields as a table, and its body.
    func show(status: Int, head: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) throws(ScriptError) {
        var answer = clua_answer(
            status: Double(status),
            head: head.baseAddress?.assumingMemoryBound(to: CChar.self),
            head_count: head.count,
            body: body.baseAddress?.assumingMemoryBound(to: CChar.self),
            body_count: body.count
        )
        var result = clua_value()
        try check(clua_show(state, &answer, &result), result)
    }

    private func keep() throws(ScriptError) -> Function {
        let place = clua_keep(state)
        guard place != 0 else { throw outOfMemory }
        return Function(place: place)
    }

    @discardableResult
    private func run(_ place: Int32, _ arguments: [LuaValue]) throws(ScriptError) -> clua_value {
        var result = clua_value()
        // All texts in one piece, whose address holds during the call.
        let failed = arguments.flatMap(\.bytes).withUnsafeBytes { texts in
            var next = 0
            let values = arguments.map { argument in
                let value = argument.crossing(texts.baseAddress.map { $0 + next })
                next += argument.bytes.count
                return value
            }
            return values.withUnsafeBufferPointer { values in
                var call = clua_call(function: place, count: Int32(values.count), arguments: values.baseAddress)
                return clua_run(state, &call, &result)
            }
        }
        try check(failed, result)
        return result
    }

    /// Throws what a protected call failed with.
    private func check(_ failed: Int32, _ result: clua_value) throws(ScriptError) {
        guard failed != 0 else { return }
        guard failed != LUA_ERRMEM else { throw outOfMemory }
        throw ScriptError(shown(LuaValue(result).string ?? "an error that is no text"))
    }

    /// A text of the script's as it may go to a terminal.
    private func shown(_ text: String) -> String {
        let isLong = text.utf8.count > LuaState.mostShown
        let scalars = text.unicodeScalars.prefix(LuaState.mostShown).map { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
        }
        return String(String.UnicodeScalarView(scalars)) + (isLong ? "…" : "")
    }

    /// How much of an error's text is kept.
    private static let mostShown = 10_000

    private var outOfMemory: ScriptError {
        ScriptError("not enough memory: a thread's part of a script has \(memory.pointee.most >> 20) MiB")
    }
}

/// What a state's host functions share; its address is Lua's callback context.
private final class HostContext {
    let call: LuaState.Host
    /// The text that was given last: Lua copies it when the host has returned.
    private var given = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 0)

    init(_ call: @escaping LuaState.Host) {
        self.call = call
    }

    deinit {
        given.deallocate()
    }

    /// - Returns: whether it succeeded; else `result` is the message.
    func answer(_ function: Int, _ arguments: [LuaValue], _ result: inout clua_value) -> Bool {
        do throws(ScriptError) {
            result = give(try call(function, arguments))
            return true
        } catch {
            result = give(.text(error.description))
            return false
        }
    }

    private func give(_ value: LuaValue) -> clua_value {
        let bytes = value.bytes
        given.deallocate()
        given = .allocate(capacity: bytes.count)
        _ = given.initialize(from: bytes.lazy.map { CChar(bitPattern: $0) })
        return value.crossing(UnsafeRawPointer(given.baseAddress))
    }
}

private func callHost(
    _ context: UnsafeMutableRawPointer?,
    _ function: Int32,
    _ arguments: UnsafePointer<clua_value>?,
    _ result: UnsafeMutablePointer<clua_value>?
) -> Int32 {
    guard let context, let arguments, let result else { return 0 }
    let values = (0..<Int(CLUA_MOST_ARGUMENTS)).map { LuaValue(arguments[$0]) }
    let host = Unmanaged<HostContext>.fromOpaque(context).takeUnretainedValue()
    return host.answer(Int(function), values, &result.pointee) ? 1 : 0
}

extension LuaValue {
    fileprivate init(_ value: clua_value) {
        switch value.kind {
        case CLUA_NIL: self = .none
        case CLUA_FALSE: self = .boolean(false)
        case CLUA_TRUE: self = .boolean(true)
        case CLUA_NUMBER: self = .number(value.number)
        case CLUA_STRING: self = .text(Array(UnsafeRawBufferPointer(start: value.bytes, count: value.count)))
        default: self = .other(value.bytes.map { String(cString: $0) } ?? "")
        }
    }

    fileprivate var bytes: [UInt8] {
        if case .text(let bytes) = self { bytes } else { [] }
    }

    /// The value for Lua, its text at `address`.
    fileprivate func crossing(_ address: UnsafeRawPointer?) -> clua_value {
        var value = clua_value()
        switch self {
        case .none, .other: value.kind = CLUA_NIL
        case .boolean(let isTrue): value.kind = isTrue ? CLUA_TRUE : CLUA_FALSE
        case .number(let number):
            value.kind = CLUA_NUMBER
            value.number = number
        case .text(let bytes):
            value.kind = CLUA_STRING
            value.bytes = address?.assumingMemoryBound(to: CChar.self)
            value.count = bytes.count
        }
        return value
    }
}
