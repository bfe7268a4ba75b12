internal import Engine
internal import Scripting
internal import Statistics
internal import Workload

/// What is sent, how and to where.
struct RunParts {
    /// What a run is to do.
    var plan: RunPlan
    /// The Lua script that makes the requests.
    var script: Script?

    /// Judges the values of the options and the URL.
    ///
    /// - Parameter operands: the URL, and for a script what follows it.
    /// - Throws: `UsageError`, with wrk's sentence where wrk has one.
    init(_ values: OptionValues, operands: [String]) throws(UsageError) {
        guard let url = operands.first else { throw UsageError("no URL given") }
        guard operands.count == 1 || values.request.scriptFile != nil else {
            throw UsageError("one URL is expected, but there is also '\(operands[1])'")
        }
        let target = try UsageError.wrapping { () throws(WorkloadError) in try TargetURL(url) }
        var connection = values.connection
        if let pipeline = values.pipeline { connection.streams = pipeline }
        let duration = values.duration ?? (values.requests == nil ? values.usualDuration : nil)
        let openLoad = values.load.open(duration: duration)
        plan = RunPlan(
            url: url,
            target: target,
            mix: try values.request.mix(for: target),
            options: connection,
            engine: values.engine,
            eventLoop: values.eventLoop,
            connections: values.connections,
            threads: values.threads,
            duration: openLoad.map(\.duration) ?? duration,
            requests: values.requests,
            timeout: values.connection.connectTimeoutNanoseconds,
            correctsAsWrk: values.correctsAsWrk,
            tool: Version.tool
        )
        plan.keepsGoing = values.keepsGoing
        let percentiles = (values.percentiles ?? []) + (values.conditions ?? values.assertions).percentiles
        plan.percentiles = Set(plan.percentiles + percentiles).sorted()
        plan.interval = values.interval ?? plan.interval
        plan.load = openLoad
        plan.thinkTime = values.load.thinkTime
        plan.warmup = values.load.warmup ?? values.load.usualWarmup
        plan.drain = values.load.drain ?? (values.load.usuallyDrains ? plan.completeDrain : 0)
        script = try values.request.script(for: target, operands, keepsAlive: connection.keepsAlive)
    }

    /// The same for another server, at a URL with the same path.
    mutating func aim(at url: String) throws(UsageError) {
        let target = try UsageError.wrapping { () throws(WorkloadError) in try TargetURL(url) }
        plan.url = url
        plan.target = target
        script?.host = target.host
        script?.port = target.spelledPort
        script?.arguments[0] = url
    }

    /// The states of the script, `setup` and `init` done; nil without a script.
    ///
    /// - Parameter hasRate: whether a rate says when requests are due.
    func makeScript(hasRate: Bool) throws(ScriptError) -> ScriptMain? {
        guard let script else { return nil }
        let main = try ScriptMain(script, threads: plan.threads, resolves: plan.options.goesToTarget)
        if hasRate || plan.thinkTime != nil, main.threads.contains(where: \.delays) {
            let option =
                hasRate ? "a rate says when requests are due" : "--think says how long connections rest"
            throw ScriptError("\(script.name): its delay() has no meaning where \(option); remove one of them")
        }
        return main
    }
}

extension TargetURL {
    /// The port as the URL spells it; nil where it does not.
    var spelledPort: String? { hostHeader.hasSuffix(":\(port)") ? "\(port)" : nil }
}
