package import Workload

/// The main state of a script and its threads: `setup` before the run, `done` after it.
///
/// One thread at a time uses it.
package final class ScriptMain {
    private let script: Script
    private let state: ScriptState
    private let context: Context
    /// The workers' states.
    package var threads: [ScriptThread] { context.threads }

    /// What its host functions look at.
    private final class Context {
        var threads: [ScriptThread] = []
        var summary: ScriptSummary?
    }

    private enum HostFunction: CaseIterable {
        case get, set, stop, address, set_address
        case statistic, percentile, distinct, value_at, count_at
    }

    /// Loads the script once for itself and once for each thread, and runs `setup` and `init`.
    ///
    /// - Parameters:
    ///   - threads: how many workers there are.
    ///   - resolves: whether `wrk.resolve` finds the target's addresses: not where a proxy or a socket decides on the way.
    ///   - mostBytes: the most memory of each state.
    /// - Throws: `ScriptError`, with the place in the script and the traceback.
    package init(
        _ script: Script,
        threads: Int,
        resolves: Bool,
        mostBytes: Int = LuaState.usualMemory
    ) throws(ScriptError) {
        self.script = script
        let context = Context()
        self.context = context
        // Threads have the seeds from the script's own on.
        let seed = script.seed &- 1
        state = try ScriptState(script, seed: seed, mostBytes: mostBytes, functions: HostFunction.self) {
            (function, arguments) throws(ScriptError) in try ScriptMain.answer(function, arguments, context)
        }
        // A name without an address is not the script's fault: the run will tell.
        if resolves { _ = try? state.call("resolve", .text(script.host), .text(script.service)) }
        for number in 0..<threads {
            let thread = try ScriptThread(script, number: number, mostBytes: mostBytes)
            context.threads.append(thread)
            try state.call("setup", .number(Double(number)))
            try thread.start(script)
        }
    }

    /// Runs the script's `done`, if it has one.
    package func finish(_ summary: ScriptSummary) throws(ScriptError) {
        guard try state.has("done") else { return }
        context.summary = summary
        try state.call("done", .text(summary.packed))
    }

    private static func answer(
        _ function: HostFunction,
        _ arguments: [LuaValue],
        _ context: Context
    ) throws(ScriptError) -> LuaValue {
        switch function {
        case .get, .set, .stop, .address, .set_address:
            guard let number = arguments[0].number, let thread = context.threads[safe: Int(number)] else {
                return .none
            }
            return try answer(function, thread, arguments)
        case .statistic, .percentile, .distinct, .value_at, .count_at:
            guard let summary = context.summary else { return .none }
            let distribution = arguments[0].string == "latency" ? summary.latency : summary.rates
            return answer(function, distribution, arguments[1])
        }
    }

    private static func answer(
        _ function: HostFunction,
        _ thread: ScriptThread,
        _ arguments: [LuaValue]
    ) throws(ScriptError) -> LuaValue {
        switch function {
        case .get: return try thread.get(arguments[1])
        case .set: try thread.set(arguments[1], arguments[2])
        case .stop: thread.stop()
        case .set_address: thread.address = arguments[1].string
        default: return thread.address.map { .text($0) } ?? .none
        }
        return .none
    }

    private static func answer(
        _ function: HostFunction,
        _ distribution: ScriptDistribution,
        _ argument: LuaValue
    ) -> LuaValue {
        let number = argument.number ?? 0
        let entry = distribution.values[safe: Int(max(0, min(number, 1e15))) - 1]
        return switch function {
        case .statistic: distribution.figure(argument.string ?? "").map { .number($0) } ?? .none
        case .percentile: .number(distribution.percentile(number))
        case .distinct: .number(Double(distribution.values.count))
        // As wrk: beyond the last value, 0 and how many there are.
        case .value_at: .number(entry?.value ?? 0)
        default: .number(Double(entry?.count ?? distribution.values.count))
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
