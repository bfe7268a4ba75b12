package import Statistics

/// What wrk's format has no line for, and the reader should know.
package enum Notes {
    /// Kinds of errors that are told apart; the JSON result has them all.
    private static let most = 5

    /// A sentence each.
    ///
    /// - Parameter showsPercentiles: whether the report has wrk's percentiles.
    package static func lines(_ result: RunResult, showsPercentiles: Bool = false) -> [String] {
        let warnings = result.warnings.filter { !Verdict.isFailure($0) }
        let unsupported = showsPercentiles ? result.targets.flatMap(unsupported) : []
        let warmup = result.targets.flatMap { errors($0.warmup?.errors ?? []) }.map { "in the warm-up: \($0)" }
        return warnings.map(\.message) + unsupported + warmup
            + result.targets.flatMap { errors($0.errors) + checks($0) }
    }

    /// What is said of a percentile that wrk's report has and the run has too few latencies for.
    private static func unsupported(_ target: RunResult.Target) -> [String] {
        guard target.latency.count > 0, let needed = target.unsupportedPercentiles["p99"] else { return [] }
        return ["p99 " + PercentileTable.shortage(needed, target.latency.count)]
    }

    private static func errors(_ rows: [RunResult.ErrorRow]) -> [String] {
        rows.sorted { $0.count > $1.count }.prefix(most).map { row in
            let first = Units.fixed(Units.Real(row.firstSeconds), decimals: 2)
            return "\(row.count) × \(row.kind.rawValue): \(row.message) (first after \(first) s)"
        }
    }

    private static func checks(_ target: RunResult.Target) -> [String] {
        failedChecks(target).prefix(most).map { "\($0.count) × failed check: \($0.request): \($0.check)" }
    }

    /// The checks that failed, by request, the most frequent first.
    static func failedChecks(_ target: RunResult.Target) -> [(request: String, check: String, count: Int)] {
        target.requests
            .flatMap { row in row.failedChecks.map { (request: row.name, check: $0.key, count: $0.value) } }
            .sorted { ($1.count, $0.request, $0.check) < ($0.count, $1.request, $1.check) }
    }
}
