internal import Statistics
internal import Workload

/// What `--find-max` asks for.
struct LimitOptions {
    /// What must hold.
    let conditions: [Assertion]
    /// How requests are spread.
    let arrivals: OpenLoad.Arrivals
    /// The percentiles that are shown of each step.
    let percentiles: [Double]

    /// What comes before each step where `--warmup` does not say, in nanoseconds.
    static let usualWarmup: UInt64 = 1_000_000_000

    /// - Returns: nil where no search is asked for.
    init?(_ values: OptionValues) {
        guard let conditions = values.conditions else { return nil }
        self.conditions = conditions
        arrivals = values.load.arrivals ?? .uniform
        let asked = conditions.percentiles
        percentiles = values.percentiles ?? Set([50] + (asked.isEmpty ? [99] : asked)).sorted()
    }

    /// The conditions in `text`, each of which a higher rate may break and a lower one may not.
    static func conditions(_ text: String) throws(UsageError) -> [Assertion] {
        let conditions = try UsageError.wrapping { () throws(WorkloadError) in try AssertionList.parse(text) }
        for condition in conditions {
            let permitted: [Assertion.Comparison] =
                switch condition.metric {
                case .achievedRate: [.above, .atLeast]
                case .errors, .errorRate, .non2xx, .timeouts, .status, .statusClass:
                    condition.bound == 0 ? [.atMost, .equal] : [.below, .atMost]
                case .percentile, .min, .mean, .max, .stddev: [.below, .atMost]
                case .requestsPerSecond, .requests, .bytesPerSecond, .cpuPerRequest, .shutdown: []
                }
            guard permitted.contains(condition.comparison) else {
                throw UsageError(
                    "'\(condition.text)' is nothing that a rate is too high for, as p99<20ms or errors<0.1% is"
                )
            }
        }
        return conditions
    }

    /// Judges what must fit together.
    static func checkTogether(_ values: OptionValues) throws(UsageError) {
        guard values.conditions != nil else { return }
        let others = [
            ("--rate", values.load.rate != nil, "it looks for the rate"),
            ("--stages", values.load.stages != nil, "it looks for the rate"),
            ("--requests", values.requests != nil, "its steps are as long as --duration says"),
            ("--think", values.load.thinkTime != nil, "its steps have a rate"),
            ("--drain", values.load.drain != nil, "it waits for the answers of each step"),
            ("--u_latency", values.showsService, "it prints a row for each step"),
            ("--latency", values.showsLatency, "it prints a row for each step"),
            ("--wrk-correction", values.correctsAsWrk, "latencies under a rate need no correction"),
            ("--assert", !values.assertions.isEmpty, "its conditions are what must hold"),
            ("--interval", values.interval != nil, "it prints a row for each step"),
            ("--interval-json", values.intervalJSON != nil, "--json has each step"),
        ]
        if let (option, _, reason) = others.first(where: \.1) {
            throw UsageError("\(option): --find-max is given, and \(reason); remove one of them")
        }
    }
}
