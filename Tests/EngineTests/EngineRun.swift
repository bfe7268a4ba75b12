import Statistics
import TestSupport
import Workload

@testable import Engine

/// Runs the engine against a port of this machine and returns what was measured.
func measure(
    _ engine: EngineUnderTest,
    port: UInt16,
    _ path: String = "/",
    connections: Int = 4,
    threads: Int = 1,
    seconds: Double? = 0.5,
    requests: Int? = nil,
    timeoutSeconds: Double = 60,
    method: String = "GET",
    body: String = "",
    headers: [String] = [],
    scheme: String = "http",
    options: ConnectionOptions = ConnectionOptions(),
    stop: StopFlag = StopFlag()
) throws -> RunResult.Target {
    var plan = try plan(engine, port: port, path, connections: connections, threads: threads, scheme: scheme)
    plan.options = options
    plan.duration = seconds.map { UInt64($0 * 1e9) }
    plan.requests = requests
    plan.timeout = UInt64(timeoutSeconds * 1e9)
    let request = Request(
        method: try Method(method),
        target: plan.target.target,
        headers: try headers.map { try Header(argument: $0) },
        body: Array(body.utf8)
    )
    plan.mix = RequestMix(requests: [request])
    return Run(try WorkerPool(plan, stop: stop)).perform().targets[0]
}

/// A plan of half a second for a port of this machine.
func plan(
    _ engine: EngineUnderTest,
    port: UInt16,
    _ path: String = "/",
    connections: Int = 4,
    threads: Int = 1,
    scheme: String = "http"
) throws -> RunPlan {
    let url = "\(scheme)://127.0.0.1:\(port)\(path)"
    let target = try TargetURL(url)
    return RunPlan(
        url: url,
        target: target,
        mix: RequestMix(requests: [Request(target: target.target)]),
        options: ConnectionOptions(),
        engine: engine == .multi ? .multi : .direct,
        eventLoop: EventLoopChoice(rawValue: engine.rawValue) ?? .auto,
        connections: connections,
        threads: threads,
        duration: 500_000_000,
        requests: nil,
        timeout: 60_000_000_000,
        correctsAsWrk: false,
        tool: RunResult.Tool(name: "tests", version: "0", libraries: [:])
    )
}
