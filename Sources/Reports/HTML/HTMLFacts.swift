internal import Statistics

/// What was asked for, by what and on what machine.
enum HTMLFacts {
    /// What is told of a run.
    static func of(_ result: RunResult) -> HTMLText {
        let parts = result.targets.map { target in
            HTMLBlock.facts(
                "Run",
                [
                    (
                        "Measured",
                        "\(seconds(target.elapsedSeconds)), \(moment(result.startedAt)) to \(moment(result.endedAt))"
                    ),
                    ("Answers", answers(target.counts)),
                    ("Read", "\(bytes(Double(target.counts.bytesIn))), \(bytes(target.bytesPerSecond))/s"),
                    ("Connections opened", ComparisonText.grouped(target.connectionsOpened)),
                    ("Answered after the end", target.drained > 0 ? ComparisonText.grouped(target.drained) : nil),
                    (
                        "Due before a connection was free",
                        target.counts.queued > 0 ? ComparisonText.grouped(target.counts.queued) : nil
                    ),
                ]
            )
        }
        return "\(parts)" + HTMLBlock.facts("Load", config(result.config))
            + HTMLBlock.facts("Load generator", client(result))
            + HTMLBlock.facts("Machine", machine(result.host, result.tool))
    }

    // MARK: - Load

    /// How the load is made, in a line: `closed loop, 64 connections, 10 s`.
    static func load(_ config: RunResult.Config) -> String {
        let extent = [
            config.durationSeconds.map(seconds), config.requests.map { "\(ComparisonText.grouped($0)) requests" },
        ]
        return ([ComparisonText.load(config)] + extent.compactMap(\.self)).joined(separator: ", ")
    }

    /// What was asked for.
    static func config(_ config: RunResult.Config) -> [(name: String, text: String?)] {
        [
            ("Load", load(config)),
            ("Stages", config.stages.flatMap { $0.count > 1 ? $0.map(stage).joined(separator: ", ") : nil }),
            ("Warm-up", config.warmupSeconds > 0 ? seconds(config.warmupSeconds) : nil),
            ("Drain", config.drainSeconds > 0 ? seconds(config.drainSeconds) : nil),
            (
                "Rest between requests",
                config.thinkSeconds.map { Set($0).sorted().map(seconds).joined(separator: " to ") }
            ),
            ("Threads", "\(config.threads)"),
            ("In flight on a connection", config.streams > 1 ? ComparisonText.grouped(config.streams) : nil),
            ("Timeout", seconds(config.timeoutSeconds)),
            ("Protocol", config.protocolVersion),
            ("Engine", "\(config.engine), \(config.eventLoop)"),
            ("Connections are closed", connections(config)),
            ("Connects", config.connectRate.map { "at most \(ComparisonText.rate($0)) a second" }),
            ("TLS sessions", config.tlsSession == "reuse" ? nil : config.tlsSession),
            ("traceparent", config.traceparent ? "in each request" : nil),
            ("wrk's correction", config.wrkCorrection ? "in the latencies" : nil),
            ("Script", config.script),
            ("Seed", config.seed),
        ]
    }

    private static func stage(_ stage: RunResult.Config.Stage) -> String {
        let length = stage.durationSeconds.map { "\(seconds($0)) " } ?? ""
        let end = stage.startRate == stage.endRate ? "" : " to \(ComparisonText.rate(stage.endRate))"
        return "\(length)at \(ComparisonText.rate(stage.startRate))\(end)"
    }

    private static func connections(_ config: RunResult.Config) -> String? {
        if !config.keepAlive { return "after each request" }
        return config.requestsPerConnection.map { "after \(ComparisonText.grouped($0)) requests" }
    }

    private static func answers(_ counts: RunResult.Counts) -> String? {
        guard !counts.status.isEmpty else { return nil }
        return counts.status.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\(ComparisonText.grouped($0.value)) with status \($0.key)" }.joined(separator: ", ")
    }

    // MARK: - Machine

    /// The machine and the program that measured.
    static func machine(_ host: RunResult.Host, _ tool: RunResult.Tool) -> [(name: String, text: String?)] {
        let libraries = tool.libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return [
            ("Processor", host.cpuModel),
            (
                "Machine",
                "\(host.cpus) \(host.cpus == 1 ? "CPU" : "CPUs"), \(bytes(Double(host.memoryBytes))) of memory"
            ),
            ("System", "\(host.os) \(host.kernel), \(host.arch)"),
            ("Tool", "\(tool.name) \(tool.version)"),
            ("Libraries", libraries.isEmpty ? nil : libraries.joined(separator: ", ")),
        ]
    }

    /// What the load generator had left.
    private static func client(_ result: RunResult) -> [(name: String, text: String?)] {
        let client = result.client
        let reasons = client.reasons.joined(separator: "; ")
        let lateness = result.workers.compactMap { $0.lateness.percentiles["p99"] }.max()
        return [
            (
                "Was the client the limit?",
                reasons.isEmpty ? (client.verdict == "ok" ? "no" : client.verdict) : "yes: \(reasons)"
            ),
            ("CPU used by the client", "\(result.host.generatorCPU.text(decimals: 2)) cores"),
            ("Busiest thread", result.workers.map(\.cpuShare).max().map { "\(ComparisonText.percent($0)) of a core" }),
            ("Ready without a processor", result.workers.compactMap(\.runDelayShare).max().map(ComparisonText.percent)),
            ("Late for what was due, p99", lateness.map { ComparisonText.time(nanoseconds: Double($0)) }),
            ("Stolen by the hypervisor", client.stolenShare.map(ComparisonText.percent)),
            ("Descriptors left", client.descriptorsLeft.map(ComparisonText.grouped)),
            ("Local ports left", client.portsLeft.map(ComparisonText.grouped)),
        ]
    }

    // MARK: - Units

    /// A time as it was asked for: `10 s`, `0.25 s`, `2 min 30 s`.
    static func seconds(_ value: Double) -> String {
        value < 120 ? "\(value.text(decimals: value < 10 ? 3 : 1)) s" : ComparisonText.duration(value)
    }

    /// A moment without what nobody reads: `2026-09-01 10:00:00 UTC`; as it is where it is not written as ours are.
    static func moment(_ text: String) -> String {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, text.hasSuffix("Z"), parts[1].count >= 9 else { return text }
        return "\(parts[0]) \(parts[1].prefix(8)) UTC"
    }

    private static func bytes(_ count: Double) -> String { "\(Units.binary(Units.Real(count)))B" }
}
