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
    let url = "\(scheme)://127.0.0.1:\(port)\(path)"
    let target = try TargetURL(url)
    let request = Request(
        method: try Method(method),
        target: target.target,
        headers: try headers.map { try Header(argument: $0) },
        body: Array(body.utf8)
    )
    let plan = RunPlan(
        url: url,
        target: target,
        mix: RequestMix(requests: [request]),
        options: options,
        engine: engine == .multi ? .multi : .direct,
        eventLoop: EventLoopChoice(rawValue: engine.rawValue) ?? .auto,
        connections: connections,
        threads: threads,
        duration: seconds.map { UInt64($0 * 1e9) },
        requests: requests,
        timeout: UInt64(timeoutSeconds * 1e9),
        correctsAsWrk: false,
        tool: RunResult.Tool(name: "tests", version: "0", libraries: [:])
    )
    let result = try Run(plan, stop: stop).perform()
    return result.targets[0]
}
