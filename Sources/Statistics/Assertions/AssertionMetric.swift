/// A figure of a run that an assertion is about.
package enum AssertionMetric: Hashable, Sendable {
    /// A percentile of the latency that is shown first, above 0 and up to 100.
    case percentile(Double)
    case min
    case mean
    case max
    case stddev
    /// Completed requests a second.
    case requestsPerSecond
    /// Completed requests.
    case requests
    /// Requests that did not do what they should: statuses over 399, failed checks, time-outs, broken connections.
    case errors
    /// Their share of all that ended.
    case errorRate
    /// Answers whose status is not 200 to 299.
    case non2xx
    case timeouts
    case bytesPerSecond
    /// CPU time of the server for each completed request.
    case cpuPerRequest
    /// How long the server took to end after SIGTERM.
    case shutdown
    /// The share of the requests that were due which was completed.
    case achievedRate
    /// Answers with this status.
    case status(Int)
    /// Answers with a status of this hundred.
    case statusClass(Int)

    /// What a value of it is.
    package enum Quantity: Sendable {
        case time
        case count
        case share
        case bytesPerSecond

        /// A value with its unit, in three digits where it is no whole number.
        ///
        /// - Parameter other: what it is compared with: the text has as many digits more as it takes to tell the two apart.
        package func text(_ value: Double, beside other: Double? = nil) -> String {
            var more = 0
            while more < 12, let other, value != other, text(value, more: more) == text(other, more: more) { more += 1 }
            return text(value, more: more)
        }

        private func text(_ value: Double, more: Int) -> String {
            func digits(_ value: Double) -> String {
                value.text(decimals: (value >= 100 ? 0 : value >= 10 ? 1 : 2) + more)
            }
            func text(_ units: [(factor: Double, name: String)]) -> String {
                let unit = units.first { value >= $0.factor } ?? units[units.count - 1]
                return "\(digits(value / unit.factor)) \(unit.name)"
            }
            switch self {
            case .time: return text([(1e9, "s"), (1e6, "ms"), (1e3, "us"), (1, "ns")])
            case .count: return value == value.rounded() ? value.text(decimals: 0) : digits(value)
            case .share: return "\(digits(value * 100)) %"
            case .bytesPerSecond: return text([(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1, "B/s")])
            }
        }
    }

    /// What its values are.
    package var quantity: Quantity {
        switch self {
        case .percentile, .min, .mean, .max, .stddev, .cpuPerRequest, .shutdown: .time
        case .errorRate, .achievedRate: .share
        case .bytesPerSecond: .bytesPerSecond
        case .requestsPerSecond, .requests, .errors, .non2xx, .timeouts, .status, .statusClass: .count
        }
    }

    /// The percentile that it needs; nil where it is none.
    package var percentile: Double? {
        if case .percentile(let percent) = self { percent } else { nil }
    }

    /// Those without a number in their name, by name.
    package static let named: [String: AssertionMetric] = [
        "min": .min, "mean": .mean, "avg": .mean, "med": .percentile(50), "max": .max, "stddev": .stddev,
        "rps": .requestsPerSecond, "requests": .requests, "errors": .errors, "error_rate": .errorRate,
        "non2xx": .non2xx, "timeouts": .timeouts, "bytes_per_s": .bytesPerSecond, "achieved_rate": .achievedRate,
        "cpu_per_request": .cpuPerRequest, "shutdown": .shutdown,
    ]

    /// Whether it is known only of a server that squall starts.
    package var isOfServer: Bool { self == .cpuPerRequest || self == .shutdown }

    /// Its value; nil where nothing was completed that could have one, or the server ended by itself.
    ///
    /// - Returns: nanoseconds, a share from 0 to 1, or a plain number.
    func value(_ target: RunResult.Target) -> Double? {
        let counts = target.counts
        switch self {
        case .percentile(let percent):
            return time(target) { $0.percentiles[LatencySummary.name(ofPercentile: percent)].map { Double($0) } }
        case .min: return time(target) { Double($0.min) }
        case .mean: return time(target) { $0.mean }
        case .max: return time(target) { Double($0.max) }
        case .stddev: return time(target) { $0.stddev }
        case .requestsPerSecond: return target.requestsPerSecond
        case .requests: return Double(counts.completed)
        case .errors: return Double(counts.failed)
        case .errorRate: return counts.ended > 0 ? Double(counts.failed) / Double(counts.ended) : nil
        case .non2xx: return Double(statuses(target) { $0 / 100 != 2 })
        case .timeouts: return Double(counts.timedOut)
        case .bytesPerSecond: return target.bytesPerSecond
        case .cpuPerRequest: return target.cpuSecondsPerRequest.map { $0 * 1e9 }
        case .shutdown: return target.shutdownSeconds.map { $0 * 1e9 }
        case .achievedRate:
            return counts.due > 0 ? Double(counts.completed) / Double(counts.due) : nil
        case .status(let status): return Double(statuses(target) { $0 == status })
        case .statusClass(let hundred): return Double(statuses(target) { $0 / 100 == hundred })
        }
    }

    private func time(_ target: RunResult.Target, _ value: (LatencySummary) -> Double?) -> Double? {
        target.latency.count > 0 ? value(target.latency) : nil
    }

    private func statuses(_ target: RunResult.Target, _ isCounted: (Int) -> Bool) -> Int {
        target.counts.status.reduce(0) { $0 + (isCounted(Int($1.key) ?? 0) ? $1.value : 0) }
    }
}
