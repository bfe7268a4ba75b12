/// What `done` gets of the whole run.
package struct ScriptSummary: Sendable {
    /// How long the run took, in microseconds.
    package var duration: Int
    /// Answers that came whole.
    package var requests: Int
    /// Bytes read.
    package var bytes: Int
    /// wrk's errors by name: connect, read, write, status, timeout.
    package var errors: [(name: String, count: Int)]
    /// Latencies in microseconds.
    package var latency: ScriptDistribution
    /// Requests per second of a thread.
    package var rates: ScriptDistribution

    /// A summary.
    package init(
        duration: Int,
        requests: Int,
        bytes: Int,
        errors: [(name: String, count: Int)],
        latency: ScriptDistribution,
        rates: ScriptDistribution
    ) {
        self.duration = duration
        self.requests = requests
        self.bytes = bytes
        self.errors = errors
        self.latency = latency
        self.rates = rates
    }

    /// The table for Lua.
    var packed: [UInt8] {
        PackedValue.pack([
            ("duration", PackedValue.pack(Double(duration))), ("requests", PackedValue.pack(Double(requests))),
            ("bytes", PackedValue.pack(Double(bytes))),
            ("errors", PackedValue.pack(errors.map { ($0.name, PackedValue.pack(Double($0.count))) })),
        ])
    }
}

/// Values that were counted, as `latency` and `requests` of `done`.
package struct ScriptDistribution: Sendable {
    /// The values, each once and rising, with how often they were counted.
    package let values: [(value: Double, count: Int)]
    package let mean: Double
    package let deviation: Double

    /// - Parameters:
    ///   - values: rising, each once.
    ///   - mean: of all that was counted.
    ///   - deviation: the standard deviation.
    package init(values: [(value: Double, count: Int)], mean: Double, deviation: Double) {
        self.values = values
        self.mean = mean
        self.deviation = deviation
    }

    /// A figure by wrk's name of it; nil for another name.
    func figure(_ name: String) -> Double? {
        switch name {
        case "min": values.first?.value ?? 0
        case "max": values.last?.value ?? 0
        case "mean": mean
        case "stdev": deviation
        default: nil
        }
    }

    /// The value that `percent` of all are not above, by wrk's rank: round(p/100 · n + 0.5), but the greatest at the most.
    func percentile(_ percent: Double) -> Double {
        let total = values.reduce(0) { $0 + $1.count }
        let rank = min(Int((max(0, min(percent, 100)) / 100 * Double(total) + 0.5).rounded()), total)
        var seen = 0
        for (value, count) in values {
            seen += count
            if seen >= rank { return value }
        }
        return 0
    }
}
