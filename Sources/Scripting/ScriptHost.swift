internal import Workload

/// What scripts may ask for in every state.
enum ScriptHost {
    /// `wrk.lookup`, its addresses a line each, or `wrk.connect`.
    static func network(_ isLookup: Bool, _ arguments: [LuaValue]) throws(ScriptError) -> LuaValue {
        guard let name = arguments[0].string else { throw ScriptError("the name of a host is needed") }
        guard isLookup else { return .boolean(Addresses.connects(to: name)) }
        guard let service = arguments[1].string else {
            throw ScriptError("wrk.lookup: the name of a service is needed")
        }
        return .text(try Addresses.look(up: name, service).joined(separator: "\n"))
    }

    /// `squall.json.encode`, of a packed value, or `squall.json.decode`, which gives one.
    static func json(_ isEncoding: Bool, _ arguments: [LuaValue]) throws(ScriptError) -> LuaValue {
        guard case .text(let bytes) = arguments[0] else { throw ScriptError("squall.json.decode: a string is needed") }
        return .text(isEncoding ? try ScriptJSON.encode(bytes) : try ScriptJSON.decode(bytes))
    }

    /// `squall.uuid` or `squall.random`.
    static func random(
        _ isUUID: Bool,
        _ arguments: [LuaValue],
        _ random: inout ScriptRandom
    ) throws(ScriptError) -> LuaValue {
        if isUUID { return .text(random.uuid()) }
        guard let low = arguments[0].number, let high = arguments[1].number else {
            throw ScriptError("squall.random(a, b): two numbers are needed")
        }
        return .number(try random.number(from: low, to: high))
    }
}
