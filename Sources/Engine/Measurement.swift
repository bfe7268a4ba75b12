internal import Glibc
internal import Statistics
internal import Workload

/// A finished run, all workers together that came to their end, and the result it makes.
struct Measurement {
    let plan: RunPlan
    let config: RunResult.Config
    let workers: [any RunningWorker]
    /// How many connections each of them has.
    let connections: [Int]
    /// The script in which other workers are stuck; nil where none are.
    let stuckIn: String?
    /// When the run started, in monotonic nanoseconds.
    let start: UInt64
    /// The same on the wall clock, in seconds since 1970.
    let startedAt: Double
    /// When no more workers were waited for, in monotonic nanoseconds.
    let returnedAt: UInt64
    /// The share of the machine's processor time that went to others; nil where it is unknown.
    let stolenShare: Double?

    /// What was measured.
    ///
    /// The exit code is the caller's to judge.
    var result: RunResult {
        let target = target
        let workerRows = workerRows
        let client = client(target, workerRows)
        return RunResult(
            tool: plan.tool,
            startedAt: timestamp(startedAt + warmup),
            endedAt: timestamp(startedAt + warmup + elapsed),
            host: .current(generatorCPU: workers.reduce(0) { $0 + Double($1.cpuNanoseconds) / 1e9 } / elapsed),
            config: config,
            targets: [target],
            workers: workerRows,
            client: client,
            warnings: warnings(target, client),
            exitCode: 0
        )
    }

    /// When what is measured began, in monotonic nanoseconds; a worker that ended in its warm-up has nothing after that.
    private var measuredFrom: UInt64 { workers.map(\.measuredFrom).max() ?? start }

    /// Seconds from the start to what is measured.
    var warmup: Double { Double(measuredFrom - start) / 1e9 }

    /// Seconds from the start of what is measured to the end of the last worker's load; never 0.
    var elapsed: Double {
        max(Double((workers.map(\.endedAt).max() ?? returnedAt) &- measuredFrom) / 1e9, 1e-9)
    }

    /// What a worker measured.
    func measured(_ worker: any RunningWorker) -> RecorderSum {
        RecorderSum(recorders: worker.phases.filter(\.isMeasured).map(\.recorder))
    }

    /// What each worker did.
    private var workerRows: [RunResult.Worker] {
        zip(workers, connections).map { worker, connections in
            // Never 0.
            let seconds = max(Double(worker.endedAt &- worker.measuredFrom) / 1e9, 1e-9)
            let cpuSeconds = Double(worker.cpuNanoseconds) / 1e9
            return RunResult.Worker(
                connections: connections,
                requests: measured(worker).outcomes.completed,
                cpuSeconds: cpuSeconds,
                longestHold: worker.longestHold,
                // A script may keep its worker beyond the end.
                cpuShare: min(1, cpuSeconds / seconds),
                runDelayShare: worker.runDelay.map { Double($0) / 1e9 / seconds },
                lateness: LatencySummary(worker.lateness)
            )
        }
    }

    /// What the load generator had left.
    private func client(_ target: RunResult.Target, _ rows: [RunResult.Worker]) -> RunResult.Client {
        var limits = ClientLimits(seconds: elapsed)
        limits.processorShares = rows.map(\.cpuShare)
        limits.runDelayShares = rows.compactMap(\.runDelayShare)
        limits.stolenShare = stolenShare
        let lateness = Histogram(.coarseNanoseconds)
        for worker in workers { lateness.merge(worker.lateness) }
        limits.lateness = lateness.percentile(99)
        limits.longestLateness = lateness.max
        limits.latency = target.latency.percentiles["p99"] ?? 0
        for row in target.errors {
            if [Int(EMFILE), Int(ENFILE)].contains(row.errno) { limits.withoutDescriptor += row.count }
            if row.errno == Int(EADDRNOTAVAIL) { limits.withoutPort += row.count }
        }
        let opened = target.connectionsOpened + (target.warmup?.connectionsOpened ?? 0)
        let ports = plan.options.unixSocket == nil ? LocalPorts.count : nil
        return RunResult.Client(
            reasons: limits.reasons,
            stolenShare: stolenShare,
            descriptorsLeft: DescriptorLimit.left,
            portsLeft: ports.map {
                LocalPorts.left(of: $0, kept: plan.connections, opened: opened, seconds: warmup + elapsed)
            }
        )
    }

    private func warnings(_ target: RunResult.Target, _ client: RunResult.Client) -> [RunResult.Warning] {
        var warnings: [RunResult.Warning] = []
        if workers.contains(where: \.gaveUp) {
            let patience = WorkerPlan.patience / 1_000_000_000
            warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.gaveUp,
                    message: "the server took no connection for \(patience) s: not all requests were sent"
                )
            )
        }
        if let source = workers.lazy.compactMap(\.source).first(where: { $0.rows.hasOverflowed }) {
            warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.tooManyNames,
                    message:
                        "\(source.name) gave requests more than \(source.rows.limit - 1) names: those with others are "
                        + "counted with those that have none"
                )
            )
        }
        if let stuckIn {
            warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.stuck,
                    message: "\(plan.threads - workers.count) of \(plan.threads) threads did not come back from "
                        + "\(stuckIn), and what they did is not in the result"
                )
            )
        }
        if let sentence = OfferedRate(target, config).shortfall {
            warnings.append(RunResult.Warning(code: RunResult.Warning.rateNotKept, message: sentence))
        }
        if let steadiness = target.steadiness, let warning = Steadiness(steadiness).warning { warnings.append(warning) }
        if !client.reasons.isEmpty {
            warnings.append(
                RunResult.Warning(
                    code: RunResult.Warning.clientLimited,
                    message: "client-limited: \(client.reasons.joined(separator: "; "))"
                )
            )
        }
        return warnings
    }
}
