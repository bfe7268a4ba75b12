internal import Statistics

/// Whether conditions held in a run of one rate, and the server kept up with it.
struct StepVerdict {
    /// Whether all is well; nil where it is not, and the client was the limit.
    let holds: Bool?
    /// What is not, a phrase each.
    let reasons: [String]
    /// What went wrong most often, where something did.
    let mostFrequentError: String?

    /// The share of the load that may pile up or be left unsent at the end: half of what is told apart.
    static let mostLeft = (RateSearch.resolution - 1) / 2

    init(_ result: RunResult, _ conditions: [Assertion]) {
        let target = result.targets[0]
        mostFrequentError = StepVerdict.mostFrequentError(target)
        let cause = mostFrequentError.map { " (\($0))" } ?? ""
        guard target.counts.completed + target.counts.timedOut > 0 else {
            reasons = ["no request was completed\(cause)"]
            holds = target.counts.failed > 0 || result.client.reasons.isEmpty ? false : nil
            return
        }
        var reasons: [String] = []
        var isServers = false
        for condition in conditions {
            let judgement = condition.judge(target)
            if case .holds = judgement { continue }
            if case .unsupported = judgement, StepVerdict.isHopeless(target, [condition]) {
                let median = Double(target.latency.percentiles["p50"] ?? 0)
                reasons.append("even p50 \(AssertionMetric.Quantity.time.text(median))")
            } else {
                reasons.append(condition.phrase(judgement) + (condition.metric.isAboutErrors ? cause : ""))
            }
            // What a client without time cannot have done.
            isServers = isServers || condition.metric.isAboutErrors && target.counts.failed > target.counts.timedOut
        }
        let counts = target.counts
        if Double(counts.unsent) > StepVerdict.mostLeft * Double(counts.due) {
            reasons.append("\(counts.unsent) of \(counts.due) were due and not sent")
        }
        if let growth = target.latencyGrowth, growth > StepVerdict.mostLeft {
            reasons.append("\((growth * 100).text(decimals: 1)) % of the load piled up")
        }
        self.reasons = reasons
        holds = reasons.isEmpty ? true : isServers || result.client.reasons.isEmpty ? false : nil
    }

    /// Whether a percentile that the run has too few requests for is out of the question: most of a few already break it.
    static func isHopeless(_ target: RunResult.Target, _ conditions: [Assertion]) -> Bool {
        guard target.latency.count >= leastForHopeless, let median = target.latency.percentiles["p50"] else {
            return false
        }
        return conditions.contains { condition in
            (condition.metric.percentile ?? 0) >= 90 && !condition.comparison.holds(Double(median), condition.bound)
        }
    }

    /// With so many, half of them beyond the 90th percentile are a chance of 1 in 200.
    private static let leastForHopeless = 8

    private static func mostFrequentError(_ target: RunResult.Target) -> String? {
        // Connections that failed in the warm-up may not be tried again at once.
        let errors = target.errors.isEmpty && target.counts.completed == 0 ? target.warmup?.errors ?? [] : target.errors
        var kinds = errors.map { ($0.count, $0.message) }
        if target.counts.statusErrors > 0 {
            kinds += target.counts.status.filter { (Int($0.key) ?? 0) >= 400 }.map { ($0.value, "status \($0.key)") }
        }
        kinds += target.requests.flatMap(\.failedChecks).map { ($0.value, "failed check \($0.key)") }
        return kinds.max { $0.0 < $1.0 }.map { "\($0.0) × \($0.1)" }
    }
}

extension AssertionMetric {
    /// Whether it counts what went wrong.
    fileprivate var isAboutErrors: Bool {
        switch self {
        case .errors, .errorRate, .non2xx, .status, .statusClass: true
        default: false
        }
    }
}
