internal import Workload

/// One state with the prelude and a script in it: the main one, or a thread's.
final class ScriptState {
    private let lua: LuaState
    private let find: LuaState.Function
    private var hooks: [String: LuaState.Function] = [:]

    /// Loads the script, whose own lines run here.
    init(
        _ script: Script,
        mostBytes: Int,
        functions: [String],
        host: @escaping LuaState.Host
    ) throws(ScriptError) {
        lua = try LuaState(mostBytes: mostBytes, functions: functions, host: host)
        find = try lua.result(of: try lua.load(PackageResources.prelude_lua, name: "=prelude"))
        try call("prepare", .text(script.fields))
        try lua.call(try lua.load(script.text, name: "@\(script.name)"))
    }

    /// Calls one of the prelude's hooks.
    @discardableResult
    func call(_ hook: String, _ arguments: LuaValue...) throws(ScriptError) -> LuaValue {
        try lua.call(try function(hook), arguments)
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
        try lua.show(status: status, head: head, body: body)
    }

    /// The bytes and the number that a hook without arguments returns, valid until the next call; nil if the first is no
    /// string.
    func bytes(of function: LuaState.Function) throws(ScriptError) -> (UnsafeRawBufferPointer, number: Int)? {
        try lua.bytes(of: function)
    }
}
