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
        let failed = target.requests.flatMap { row in row.failedChecks.map { (row.name, $0.key, $0.value) } }
        return failed.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(most).map { name, check, count in
            "\(count) × failed check: \(name): \(check)"
        }
    }
}
