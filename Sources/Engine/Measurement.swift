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

    /// What was measured.
    ///
    /// The exit code is the caller's to judge.
    var result: RunResult {
        let target = target
        return RunResult(
            tool: plan.tool,
            startedAt: timestamp(startedAt + warmup),
            endedAt: timestamp(startedAt + warmup + elapsed),
            host: .current(generatorCPU: workers.reduce(0) { $0 + Double($1.cpuNanoseconds) / 1e9 } / elapsed),
            config: config,
            targets: [target],
            workers: zip(workers, connections).map { worker, connections in
                RunResult.Worker(
                    connections: connections,
                    requests: measured(worker).outcomes.completed,
                    cpuSeconds: Double(worker.cpuNanoseconds) / 1e9,
                    longestHold: worker.longestHold
                )
            },
            warnings: warnings(target),
            exitCode: 0
        )
    }

    /// When what is measured began, in monotonic nanoseconds.
    private var measuredFrom: UInt64 { workers.map(\.measuredFrom).min() ?? start }

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

    private func warnings(_ target: RunResult.Target) -> [RunResult.Warning] {
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
        return warnings
    }
}
