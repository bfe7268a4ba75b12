internal import Statistics
internal import Workload

// What was measured of the target.

extension Measurement {
    var target: RunResult.Target {
        let sum = RecorderSum(recorders: workers.flatMap { measured($0).recorders })
        let counts = sum.counts
        let drained = workers.reduce(0) { $0 + $1.drained }
        let drainedBytes = workers.reduce(0) { $0 + $1.drainedBytes }
        let latency = sum.merged(\.latency)
        let shown = plan.correctsAsWrk ? corrected(latency, completed: counts.completed) : latency
        let parts = hasOneRate ? parts : []
        let phases = phases
        let summary = LatencySummary(shown, percentiles: plan.percentiles)
        let requestsPerSecond = Double(counts.completed - drained) / elapsed
        return RunResult.Target(
            name: plan.url,
            url: plan.url,
            elapsedSeconds: elapsed,
            counts: counts,
            errors: sum.errors,
            connectionsOpened: sum.connections,
            requestsPerSecond: requestsPerSecond,
            drained: drained,
            partlyWithin: workers.reduce(0) { $0 + $1.partlyWithin },
            bytesPerSecond: Double(counts.bytesIn - drainedBytes) / elapsed,
            threadRate: DistributionSummary(workers.flatMap(\.timeline.rates)),
            latency: summary,
            response: told(latency),
            service: told(sum.merged(\.service)),
            wait: told(sum.wait),
            latencyUncorrected: plan.correctsAsWrk ? told(latency) : nil,
            firstByte: told(sum.merged(\.firstByte)),
            connect: LatencySummary(sum.merged(\.connect)),
            tls: LatencySummary(sum.merged(\.tls)),
            requests: requestRows,
            intervals: intervals,
            confidence: plan.correctsAsWrk ? nil : confidence(parts, summary, requestsPerSecond),
            steadiness: SteadyState(parts).map { RunResult.Steadiness($0, seconds: elapsed) },
            latencyGrowth: plan.load == nil
                ? nil : LatencyGrowth.perSecond(parts, seconds: Double(plan.sampleLength) / 1e9),
            unsupportedPercentiles: unsupported(summary),
            warmup: phases.first { $0.start < 0 },
            stages: config.stages.map { $0.count > 1 } == true ? phases.filter { $0.start >= 0 } : []
        )
    }

    private func told(_ histogram: Histogram) -> LatencySummary {
        LatencySummary(histogram, percentiles: plan.percentiles)
    }

    // MARK: - Confidence

    /// Percentiles that need more latencies than there are.
    private func unsupported(_ latency: LatencySummary) -> [String: Int] {
        var unsupported: [String: Int] = [:]
        for percent in plan.percentiles {
            let needed = LatencySummary.needed(forPercentile: percent)
            if needed > latency.count { unsupported[LatencySummary.name(ofPercentile: percent)] = needed }
        }
        return unsupported
    }

    /// Intervals of confidence from the parts of a run of one kind.
    private func confidence(
        _ parts: [SubInterval],
        _ latency: LatencySummary,
        _ requestsPerSecond: Double
    ) -> RunResult.Confidence? {
        guard let bootstrap = BlockBootstrap(parts, seed: plan.mix.seed(for: .resamples)) else { return nil }
        var percentiles: [String: [UInt64]] = [:]
        for percent in plan.percentiles where LatencySummary.needed(forPercentile: percent) <= latency.count {
            let name = LatencySummary.name(ofPercentile: percent)
            guard let value = latency.percentiles[name],
                let interval = bootstrap.interval(ofPercentile: percent, Double(value))
            else { continue }
            // Of a run that is all noise the interval is wider than what was ever seen.
            percentiles[name] = [
                max(latency.min, UInt64(interval.lowerBound)),
                min(latency.max, UInt64(interval.upperBound.rounded(.up))),
            ]
        }
        return RunResult.Confidence(
            level: BlockBootstrap.confidence,
            subIntervals: bootstrap.partCount,
            blockLength: bootstrap.blockLength,
            requestsPerSecond: bootstrap.interval(ofRate: requestsPerSecond).map { [$0.lowerBound, $0.upperBound] },
            percentiles: percentiles
        )
    }

    /// Whether the load was the same from start to end.
    private var hasOneRate: Bool {
        Set(plan.load?.stages.flatMap { [$0.startRate, $0.endRate] } ?? []).count <= 1
    }

    /// The samples of all workers, those of the same time put together; the last one, which may be short, is left out.
    private var parts: [SubInterval] {
        let length = plan.sampleLength
        let count = Int(elapsed * 1e9) / Int(length)
        var parts = Array(repeating: SubInterval(requests: 0, latencies: []), count: count)
        for sample in workers.flatMap(\.timeline.samples) {
            let place = Int(sample.start / length)
            guard place < count else { continue }
            parts[place].requests += Double(sample.requests)
            parts[place].latencies.append(sample.latencies)
        }
        return parts
    }

    /// wrk's back-fill: its expected interval is the run time over the requests of a connection, in whole microseconds.
    private func corrected(_ histogram: Histogram, completed: Int) -> Histogram {
        let perConnection = completed / plan.connections
        guard perConnection > 0 else { return histogram }
        let interval = UInt64(elapsed * 1e6) / UInt64(perConnection)
        return interval > 0 ? histogram.corrected(interval: interval * 1000) : histogram
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
                parts[number].rows += measured(worker).recorders.map { ($0, row) }
            }
        }
        // The row of requests without a name, where all of a script's have one.
        if parts.count > 1, !plan.sources.isEmpty, parts[0].isEmpty { parts.removeFirst() }
        let labels = plan.sources.isEmpty ? plan.mix.requests.map(\.checks.labels) : []
        return parts.enumerated().map { index, parts in
            parts.sum(checks: index < labels.count ? labels[index] : [])
        }
    }

    // MARK: - Phases

    /// The warm-up, if there is one, and the stages.
    private var phases: [RunResult.Phase] {
        let lengths = workers.first?.phases.map(\.length) ?? []
        let rates = (plan.warmup > 0 ? [plan.offeredLoad?.stages.first] : []) + (plan.load?.stages ?? [])
        var start = plan.warmup > 0 ? -Double(plan.warmup) / 1e9 : 0
        return lengths.indices.compactMap { index in
            let whole = lengths[index].map { Double($0) / 1e9 }
            // The last one, and where the run was stopped.
            let length = start < 0 ? min(whole ?? 0, warmup) : min(whole ?? .infinity, elapsed - start)
            guard length > 0 else { return nil }
            defer { start += whole ?? length }
            let sum = RecorderSum(recorders: workers.map { $0.phases[index].recorder })
            let counts = sum.counts
            return RunResult.Phase(
                start: start,
                length: length,
                startRate: index < rates.count ? rates[index]?.startRate : nil,
                endRate: index < rates.count ? rates[index]?.endRate : nil,
                counts: counts,
                errors: sum.errors,
                connectionsOpened: sum.connections,
                requestsPerSecond: Double(counts.completed) / length,
                response: LatencySummary(sum.merged(\.latency)),
                service: LatencySummary(sum.merged(\.service)),
                wait: LatencySummary(sum.wait)
            )
        }
    }

    // MARK: - Seconds

    /// The workers' rows of what is measured, those of the same second added up.
    private var intervals: [RunResult.Interval] {
        var seconds: [UInt64: [(row: IntervalRow, start: UInt64)]] = [:]
        for worker in workers {
            let from = worker.measuredFrom - start
            for row in worker.timeline.published.rows(after: 0) where row.start >= from {
                seconds[(row.start - from) / 1_000_000_000, default: []].append((row, row.start - from))
            }
        }
        return seconds.sorted { $0.key < $1.key }.map { interval($0.value) }
    }

    private func interval(_ rows: [(row: IntervalRow, start: UInt64)]) -> RunResult.Interval {
        let begin = Double(rows.map(\.start).min() ?? 0) / 1e9
        let end = Double(rows.map { $0.start + $0.row.length }.max() ?? 0) / 1e9
        let latencies = Histogram(.coarseNanoseconds)
        for (row, _) in rows { latencies.merge(row.latencies) }
        return RunResult.Interval(
            start: begin,
            length: end - begin,
            startedAt: timestamp(startedAt + warmup + begin),
            requests: rows.reduce(0) { $0 + $1.row.requests },
            errors: rows.reduce(0) { $0 + $1.row.errors },
            bytesIn: rows.reduce(0) { $0 + $1.row.bytes },
            histogram: EncodedHistogram(latencies)
        )
    }
}
