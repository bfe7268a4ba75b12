internal import Workload

/// What scripts may ask for in every state; its random choices are the state's own.
struct ScriptHost {
    enum Function: Int, CaseIterable {
        case lookup, connect, random, uuid, encode, decode
    }

    private var random: ScriptRandom

    /// - Parameter seed: where its random choices begin.
    init(seed: UInt64) {
        random = ScriptRandom(seed: seed)
    }

    mutating func answer(_ function: Function, _ arguments: [LuaValue]) throws(ScriptError) -> LuaValue {
        switch function {
        case .lookup:
            guard let name = arguments[0].string, let service = arguments[1].string else {
                throw ScriptError("wrk.lookup(host, service): two names are needed")
            }
            // An address a line.
            return .text(try Addresses.look(up: name, service).joined(separator: "\n"))
        case .connect:
            guard let address = arguments[0].string else {
                throw ScriptError("wrk.connect(address): an address is needed")
            }
            return .boolean(Addresses.connects(to: address))
        case .random:
            guard let low = arguments[0].number, let high = arguments[1].number else {
                throw ScriptError("squall.random(a, b): two numbers are needed")
            }
            return .number(try random.number(from: low, to: high))
        case .uuid: return .text(random.uuid())
        case .encode, .decode:
            guard case .text(let bytes) = arguments[0] else {
                throw ScriptError("squall.json.decode: a string is needed")
            }
            return .text(function == .encode ? try ScriptJSON.encode(bytes) : try ScriptJSON.decode(bytes))
        }
    }
}
