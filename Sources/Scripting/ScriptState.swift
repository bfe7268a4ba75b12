internal import Workload

/// One state with the prelude and a script in it: the main one, or a thread's.
///
/// Its errors name the script.
final class ScriptState {
    private let name: String
    private let lua: LuaState
    private let find: LuaState.Function
    private var hooks: [String: LuaState.Function] = [:]

    /// Loads the script, whose own lines run here.
    ///
    /// - Parameters:
    ///   - seed: where its random choices begin.
    ///   - mostBytes: the most memory that it may have.
    ///   - functions: what the prelude may call besides what every state has.
    ///   - host: what they do, by their place among `functions`.
    init<Function: CaseIterable>(
        _ script: Script,
        seed: UInt64,
        mostBytes: Int,
        functions: Function.Type,
        host: @escaping (Function, [LuaValue]) throws(ScriptError) -> LuaValue
    ) throws(ScriptError) {
        name = script.name
        let shared = ScriptHost.Function.allCases
        let own = Array(Function.allCases)
        var always = ScriptHost(seed: seed)
        let state = try LuaState(
            mostBytes: mostBytes,
            functions: shared.map { "\($0)" } + own.map { "\($0)" }
        ) { (function, arguments) throws(ScriptError) in
            function < shared.count
                ? try always.answer(shared[function], arguments)
                : try host(own[function - shared.count], arguments)
        }
        lua = state
        find = try state.result(of: try state.load(PackageResources.prelude_lua, name: "=prelude"))
        try call("prepare", .text(script.fields))
        try named { () throws(ScriptError) in
            try state.call(try state.load(script.text, name: "@\(script.name)"))
        }
    }

    /// Calls one of the prelude's hooks.
    @discardableResult
    func call(_ hook: String, _ arguments: LuaValue...) throws(ScriptError) -> LuaValue {
        let function = try function(hook)
        return try named { () throws(ScriptError) in try lua.call(function, arguments) }
    }

    /// The prelude's hook of this name, for calls that are made often.
    func function(_ hook: String) throws(ScriptError) -> LuaState.Function {
        if let known = hooks[hook] { return known }
        let found = try lua.result(of: find, .text(hook))
        hooks[hook] = found
        return found
    }

    /// Whether the script has a function of this name.
    func has(_ name: String) throws(ScriptError) -> Bool {
        try call("has", .text(name)) == .boolean(true)
    }

    /// Shows an answer to the script's `response`.
    func show(status: Int, head: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) throws(ScriptError) {
        try named { () throws(ScriptError) in try lua.show(status: status, head: head, body: body) }
    }

    /// The bytes and the number that a hook without arguments returns, valid until the next call; nil if the first is no
    /// string.
    func bytes(of function: LuaState.Function) throws(ScriptError) -> (UnsafeRawBufferPointer, number: Int)? {
        try named { () throws(ScriptError) in try lua.bytes(of: function) }
    }

    /// What `call` returns; its error names the script, which Lua's own messages do not always.
    @inline(__always)
    @discardableResult
    private func named<Value>(_ call: () throws(ScriptError) -> Value) throws(ScriptError) -> Value {
        do throws(ScriptError) {
            return try call()
        } catch {
            // Lua shortens a long path, but for its end.
            let file = name.split(separator: "/").last.map(String.init) ?? name
            throw error.description.contains(file) ? error : ScriptError("\(name): \(error)")
        }
    }
}
