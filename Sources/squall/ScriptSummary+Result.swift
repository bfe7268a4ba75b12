internal import Scripting
internal import Statistics

extension ScriptSummary {
    /// What `done` gets of `result`.
    ///
    /// - Parameter rates: requests per second of each thread, sampled as wrk does.
    init(_ result: RunResult, rates: [UInt64]) {
        let target = result.targets[0]
        let errors = target.counts.errors
        self.init(
            duration: Int(target.elapsedSeconds * 1e6),
            requests: target.counts.completed,
            bytes: target.counts.bytesIn,
            errors: [
                ("connect", errors.connect), ("read", errors.read), ("write", errors.write),
                ("status", target.counts.statusErrors), ("timeout", errors.timeout),
            ],
            latency: ScriptDistribution(microsecondsOf: target.latency),
            rates: ScriptDistribution(rates)
        )
    }
}

extension ScriptDistribution {
    /// The latencies of a histogram in nanoseconds, as whole microseconds.
    init(microsecondsOf latency: LatencySummary) {
        var values: [(value: Double, count: Int)] = []
        // What the program itself has encoded can be decoded.
        if let histogram = try? latency.histogram.makeHistogram() {
            for counter in histogram.counters {
                let value = Double(counter.values.upperBound / 1000)
                if let last = values.last, last.value == value {
                    values[values.count - 1].count += Int(counter.count)
                } else {
                    values.append((value, Int(counter.count)))
                }
            }
        }
        self.init(values: values, mean: latency.mean / 1000, deviation: latency.stddev / 1000)
    }

    init(_ rates: [UInt64]) {
        let summary = DistributionSummary(rates)
        var counts: [UInt64: Int] = [:]
        for rate in rates { counts[rate, default: 0] += 1 }
        self.init(
            values: counts.sorted { $0.key < $1.key }.map { (Double($0.key), $0.value) },
            mean: summary.mean,
            deviation: summary.stddev
        )
    }
}
