internal import Synchronization
package import Workload

/// A worker's state of the script: its hooks make the worker's requests and see its answers.
///
/// Unchecked, because one thread at a time has it: the main one before and after the run, its worker's in between. Only
/// whether it is stopped is asked and told by both.
package final class ScriptThread: RequestSource, @unchecked Sendable {
    private let state: ScriptState
    private let context: Context
    private let request: LuaState.Function
    /// The script's.
    package let name: String
    /// Whether requests are made one by one, because the script has a function `request`.
    package private(set) var makesRequests = false
    /// Whether the script has a function `response`.
    package private(set) var seesAnswers = false
    /// Whether the script has a function `delay`.
    package private(set) var delays = false

    package var checks: [Checks]? { nil }

    /// Which row of the report the last request goes into.
    package private(set) var row = 0

    /// A request that was made ahead.
    private enum Ahead {
        case none
        /// It is in the buffer.
        case made
        case failed(ScriptError)
    }

    private var ahead = Ahead.none
    /// The bytes of the last request that was made ahead.
    private var aheadBytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 1)

    /// What its host functions change.
    private final class Context {
        var rows: RequestRows
        var address: String?
        let isStopped = Atomic(false)

        init(_ name: String) {
            rows = RequestRows(first: name, limit: RequestRows.mostPrecise)
        }
    }

    private enum HostFunction: CaseIterable {
        case stop, address, set_address, row
    }

    /// - Parameters:
    ///   - number: of the worker, from 0.
    ///   - mostBytes: the most memory that its state may have.
    init(_ script: Script, number: Int, mostBytes: Int) throws(ScriptError) {
        let context = Context(script.name)
        self.context = context
        name = script.name
        let seed = script.seed &+ UInt64(number)
        state = try ScriptState(script, seed: seed, mostBytes: mostBytes, functions: HostFunction.self) {
            (function, arguments) in ScriptThread.answer(function, arguments, context)
        }
        request = try state.function("request")
        try state.call("begin_thread", .number(Double(number)))
    }

    deinit {
        aheadBytes.deallocate()
    }

    /// The address that `thread.addr` names, as `ip:port`; nil for the target's.
    package var address: String? {
        get { context.address }
        set { context.address = newValue }
    }

    /// Whether `thread:stop()` was called.
    package var isStopped: Bool { context.isStopped.load(ordering: .relaxed) }

    /// The rows that its requests go into.
    package var rows: RequestRows { context.rows }

    func stop() {
        context.isStopped.store(true, ordering: .relaxed)
    }

    /// A global variable, packed for another state.
    func get(_ name: LuaValue) throws(ScriptError) -> LuaValue {
        try state.call("get", name)
    }

    /// Sets a global variable to what another state packed.
    func set(_ name: LuaValue, _ value: LuaValue) throws(ScriptError) {
        try state.call("set", name, value)
    }

    /// Runs the script's `init`, and finds out which hooks it has from then on.
    func start(_ script: Script) throws(ScriptError) {
        try state.call("init", .text(script.packedArguments))
        makesRequests = try state.has("request")
        seesAnswers = try state.has("response")
        delays = try state.has("delay")
    }

    /// The next request, or several, as bytes that are valid until the script is used again.
    package func next() throws(ScriptError) -> UnsafeRawBufferPointer {
        switch ahead {
        case .none: break
        case .made:
            ahead = .none
            return UnsafeRawBufferPointer(aheadBytes)
        case .failed(let error):
            ahead = .none
            throw error
        }
        guard let (bytes, number) = try state.bytes(of: request) else {
            throw ScriptError("\(name): request() returned neither a string nor a table")
        }
        row = number
        return bytes
    }

    /// The request that `next` will give, made ahead; if that fails, so will `next`.
    package func peek() throws(ScriptError) -> UnsafeRawBufferPointer {
        do throws(ScriptError) {
            let bytes = try next()
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            copy.copyMemory(from: bytes)
            aheadBytes.deallocate()
            aheadBytes = copy
            ahead = .made
            return UnsafeRawBufferPointer(copy)
        } catch {
            ahead = .failed(error)
            throw error
        }
    }

    /// How long to wait before the next request, in milliseconds as wrk counts them.
    package func delay() throws(ScriptError) -> UInt64 {
        guard case .number(let milliseconds) = try state.call("delay") else {
            throw ScriptError("\(name): delay() returned no number")
        }
        return milliseconds >= 1 ? UInt64(min(milliseconds, 1e12)) : 0
    }

    /// Shows an answer to the script: its status, its heads as they came, and its body.
    package func answered(status: Int, head: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer) throws(ScriptError) {
        try state.show(status: status, head: head, body: body)
    }

    private static func answer(
        _ function: HostFunction,
        _ arguments: [LuaValue],
        _ context: Context
    ) -> LuaValue {
        switch function {
        case .stop: context.isStopped.store(true, ordering: .relaxed)
        case .address: return context.address.map { .text($0) } ?? .none
        case .set_address: context.address = arguments[1].string
        case .row:
            let name = arguments[0].string ?? ""
            return context.rows.number(of: name).map { .number(Double($0)) } ?? .none
        }
        return .none
    }
}
