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

    /// What was measured.
    ///
    /// The exit code is the caller's to judge.
    var result: RunResult {
        RunResult(
            tool: plan.tool,
            startedAt: timestamp(startedAt),
            endedAt: timestamp(startedAt + elapsed),
            host: .current(generatorCPU: workers.reduce(0) { $0 + Double($1.cpuNanoseconds) / 1e9 } / elapsed),
            config: config,
            targets: [target],
            workers: zip(workers, connections).map { worker, connections in
                RunResult.Worker(
                    connections: connections,
                    requests: worker.recorder.counts.completed,
                    cpuSeconds: Double(worker.cpuNanoseconds) / 1e9,
                    longestHold: worker.longestHold
                )
            },
            warnings: warnings,
            exitCode: 0
        )
    }

    /// Seconds from the start to the end of the last worker; never 0.
    private var elapsed: Double {
        max(Double((workers.map(\.endedAt).max() ?? start) - start) / 1e9, 1e-9)
    }

    private var warnings: [RunResult.Warning] {
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
        return warnings
    }

    // MARK: - The target

    private var target: RunResult.Target {
        let outcomes = workers.reduce(into: OutcomeCounts()) { $0.merge($1.recorder.counts) }
        let bytes = workers.reduce(0) { $0 + $1.recorder.bytes }
        let errors = errorRows
        let service = merged(\.service)
        let shown = plan.correctsAsWrk ? corrected(service, completed: outcomes.completed) : service
        return RunResult.Target(
            name: plan.url,
            url: plan.url,
            elapsedSeconds: elapsed,
            counts: RunResult.Counts(
                outcomes,
                bytesIn: bytes,
                status: statuses,
                errors: RunResult.SocketErrors(errors)
            ),
            errors: errors,
            connectionsOpened: workers.reduce(0) { $0 + $1.recorder.connections },
            requestsPerSecond: Double(outcomes.completed) / elapsed,
            bytesPerSecond: Double(bytes) / elapsed,
            threadRate: DistributionSummary(workers.flatMap(\.recorder.rates)),
            latency: LatencySummary(shown),
            latencyUncorrected: plan.correctsAsWrk ? LatencySummary(service) : nil,
            firstByte: LatencySummary(merged(\.firstByte)),
            connect: LatencySummary(merged(\.connect)),
            tls: LatencySummary(merged(\.tls)),
            requests: requestRows,
            intervals: intervals
        )
    }

    private func merged(_ histogram: KeyPath<Recorder, Histogram>) -> Histogram {
        let sum = Histogram(.nanoseconds)
        for worker in workers { sum.merge(worker.recorder[keyPath: histogram]) }
        return sum
    }

    /// wrk's back-fill: its expected interval is the run time over the requests of a connection, in whole microseconds.
    private func corrected(_ histogram: Histogram, completed: Int) -> Histogram {
        let perConnection = completed / plan.connections
        guard perConnection > 0 else { return histogram }
        let interval = UInt64(elapsed * 1e6) / UInt64(perConnection)
        return interval > 0 ? histogram.corrected(interval: interval * 1000) : histogram
    }

    private var statuses: [String: Int] {
        var counts: [String: Int] = [:]
        for worker in workers {
            for status in 0..<Recorder.statusCount where worker.recorder.statuses[status] > 0 {
                counts[String(status), default: 0] += worker.recorder.statuses[status]
            }
        }
        return counts
    }

    private var errorRows: [RunResult.ErrorRow] {
        var tallies: [Failure: Recorder.FailureTally] = [:]
        for (failure, tally) in workers.flatMap(\.recorder.failures) {
            tallies[failure] = tallies[failure]?.adding(tally) ?? tally
        }
        return tallies.map { failure, tally in
            RunResult.ErrorRow(
                kind: failure.kind,
                errno: failure.errno == 0 ? nil : Int(failure.errno),
                message: failure.message,
                count: tally.count,
                firstSeconds: Double(tally.firstAt) / 1e9
            )
        }
        .sorted { ($0.firstSeconds, $0.message) < ($1.firstSeconds, $1.message) }
    }

    /// The rows of all workers, those with the same name added up.
    private var requestRows: [RunResult.RequestRow] {
        var parts: [RequestRowParts] = []
        var numbers: [String: Int] = [:]
        for worker in workers {
            let names = worker.source?.rows.names ?? plan.mix.requests.map(\.name)
            for (row, name) in names.enumerated() {
                let number = numbers[name] ?? parts.count
                if number == parts.count { parts.append(RequestRowParts(name: name)) }
                numbers[name] = number
                parts[number].rows.append((worker.recorder, row))
            }
        }
        // The row of requests without a name, where all of a script's have one.
        if parts.count > 1, !plan.sources.isEmpty, parts[0].isEmpty { parts.removeFirst() }
        let labels = plan.sources.isEmpty ? plan.mix.requests.map(\.checks.labels) : []
        return parts.enumerated().map { index, parts in
            parts.sum(checks: index < labels.count ? labels[index] : [])
        }
    }

    // MARK: - Seconds

    /// The workers' rows, those of the same second added up.
    private var intervals: [RunResult.Interval] {
        var seconds: [UInt64: [IntervalRow]] = [:]
        for row in workers.flatMap({ $0.recorder.published.rows(after: 0) }) {
            seconds[row.start / 1_000_000_000, default: []].append(row)
        }
        return seconds.sorted { $0.key < $1.key }.map { interval($0.value) }
    }

    private func interval(_ rows: [IntervalRow]) -> RunResult.Interval {
        let begin = Double(rows.map(\.start).min() ?? 0) / 1e9
        let end = Double(rows.map { $0.start + $0.length }.max() ?? 0) / 1e9
        let latencies = Histogram(.coarseNanoseconds)
        for row in rows { latencies.merge(row.latencies) }
        return RunResult.Interval(
            start: begin,
            length: end - begin,
            startedAt: timestamp(startedAt + begin),
            requests: rows.reduce(0) { $0 + $1.requests },
            errors: rows.reduce(0) { $0 + $1.errors },
            bytesIn: rows.reduce(0) { $0 + $1.bytes },
            histogram: EncodedHistogram(latencies)
        )
    }
}
