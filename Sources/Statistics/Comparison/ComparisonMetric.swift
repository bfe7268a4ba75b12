/// A figure that builds are compared by.
package enum ComparisonMetric: Hashable, Sendable {
    /// Completed requests a second.
    case requestsPerSecond
    /// CPU seconds of the server for each completed request.
    case cpuPerRequest
    /// A percentile of the latencies, above 0 and below 100.
    case percentile(Double)

    /// That of this name; nil where there is none.
    package init?(name: String) {
        switch name {
        case "rps": self = .requestsPerSecond
        case "cpu": self = .cpuPerRequest
        default:
            // No sign, no exponent.
            guard name.first == "p", name.count <= 10, name.dropFirst().allSatisfy({ "0123456789.".contains($0) }),
                let percent = Double(name.dropFirst()), percent > 0, percent < 100
            else { return nil }
            self = .percentile(percent)
        }
    }

    /// What it is called: `rps`, `cpu`, `p99`.
    package var name: String {
        switch self {
        case .requestsPerSecond: "rps"
        case .cpuPerRequest: "cpu"
        case .percentile(let percent): LatencySummary.name(ofPercentile: percent)
        }
    }

    /// The unit of its values.
    package var unit: String {
        switch self {
        case .requestsPerSecond: "1/s"
        case .cpuPerRequest: "s"
        case .percentile: "ns"
        }
    }

    /// Whether more of it is better.
    package var largerIsBetter: Bool { self == .requestsPerSecond }

    /// The least change that matters where the user does not say, as a part of the baseline.
    package var usualMargin: Double {
        switch self {
        case .requestsPerSecond, .cpuPerRequest: 0.03
        case .percentile(let percent): percent > 90 ? 0.1 : 0.05
        }
    }

    /// Requests in a slot that are expected above a percentile, or it says too little of the slot.
    private static let leastBeyond = 20.0

    /// How many rounds, one after the other, have enough requests together in each build for one value of it.
    func roundsNeeded(_ rounds: [ComparisonRound]) -> Int {
        guard case .percentile = self, !rounds.isEmpty else { return 1 }
        let counts = [rounds.map(\.baseline), rounds.map(\.candidate)].map { slots in
            slots.reduce(0.0) { $0 + Double($1.latencies.totals.count) } / Double(rounds.count)
        }
        return roundsNeeded(requestsInSlot: min(counts[0], counts[1]))
    }

    /// The same where a slot has so many requests on average; a million stands for never.
    func roundsNeeded(requestsInSlot count: Double) -> Int {
        guard case .percentile(let percent) = self else { return 1 }
        let beyond = count * (1 - percent / 100)
        return Int(min(1e6, (ComparisonMetric.leastBeyond / beyond).rounded(.up)))
    }

    /// The value of a build in some of its slots together; nil where it has none that is above 0.
    package func value(_ slots: [ComparisonSlot]) -> Double? {
        let completed = slots.reduce(0) { $0 + $1.completed }
        let value: Double
        switch self {
        // A slot without an answer has a say, too: it is counted as less than one.
        case .requestsPerSecond: value = max(completed, 0.5) / slots.reduce(0) { $0 + $1.seconds }
        case .cpuPerRequest:
            let times = slots.compactMap(\.cpuSeconds)
            guard times.count >= slots.count(where: { $0.completed > 0 }), completed > 0 else { return nil }
            value = times.reduce(0, +) / completed
        case .percentile(let percent): value = Double(slots.mergedLatencies.percentile(percent))
        }
        return value > 0 && value.isFinite ? value : nil
    }
}
