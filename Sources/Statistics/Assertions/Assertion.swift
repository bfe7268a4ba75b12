/// A condition that what was measured must fulfil: `p99<200ms`.
package struct Assertion: Sendable, Equatable {
    /// As it was written, without blanks at its ends.
    package let text: String
    /// What is looked at.
    package let metric: AssertionMetric
    /// How it is compared.
    package let comparison: Comparison
    /// What it is compared with: nanoseconds, a share from 0 to 1, or a plain number, as the metric is.
    package let bound: Double

    /// An assertion of these parts.
    package init(text: String, metric: AssertionMetric, comparison: Comparison, bound: Double) {
        self.text = text
        self.metric = metric
        self.comparison = comparison
        self.bound = bound
    }

    /// How a value is compared with the bound.
    package enum Comparison: String, CaseIterable, Sendable {
        // Those of two characters first: so they are tried.
        case atMost = "<="
        case atLeast = ">="
        case equal = "=="
        case unequal = "!="
        case below = "<"
        case above = ">"

        /// Whether `value` compares with `bound` so.
        package func holds(_ value: Double, _ bound: Double) -> Bool {
            switch self {
            case .atMost: value <= bound
            case .atLeast: value >= bound
            case .equal: value == bound
            case .unequal: value != bound
            case .below: value < bound
            case .above: value > bound
            }
        }
    }

    /// What a measurement says to an assertion.
    package enum Judgement: Equatable, Sendable {
        case holds(Double)
        case broken(Double)
        /// There is no such value, because no request was completed, or the server ended by itself.
        case missing
        /// The percentile takes this many latencies, and there are fewer.
        case unsupported(needed: Int)
    }

    /// The name of what is looked at, as it was written.
    package var figure: String { String(text.prefix { !"<>=! ".contains($0) }) }

    /// What a judgement says in a few words: `p99 231 ms`.
    package func phrase(_ judgement: Judgement) -> String {
        switch judgement {
        // It may have been killed then, and never have ended.
        case .broken where metric == .shutdown: "it had not ended after \(metric.quantity.text(bound))"
        case .holds(let value), .broken(let value): "\(figure) \(metric.quantity.text(value, beside: bound))"
        case .missing where metric == .shutdown: "the server ended by itself"
        case .missing where metric == .cpuPerRequest: "the CPU time of the server is not known"
        case .missing: "there is no \(figure), as no request was completed"
        case .unsupported(let needed): "\(figure) needs \(needed) requests"
        }
    }

    /// Whether `target` fulfils it.
    package func judge(_ target: RunResult.Target) -> Judgement {
        if let percent = metric.percentile, target.latency.count > 0 {
            let needed = LatencySummary.needed(forPercentile: percent)
            guard target.latency.count >= needed else { return .unsupported(needed: needed) }
        }
        guard let value = metric.value(target), !value.isNaN else { return .missing }
        return comparison.holds(value, bound) ? .holds(value) : .broken(value)
    }
}

extension [Assertion] {
    /// The percentiles that they are about.
    package var percentiles: [Double] { compactMap(\.metric.percentile) }
}
