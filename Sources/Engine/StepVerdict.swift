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
        var reasons: [String] = []
        for condition in conditions {
            let judgement = condition.judge(target)
            if case .holds = judgement { continue }
            let isAboutErrors = [.errors, .errorRate].contains(condition.metric)
            let cause = isAboutErrors ? mostFrequentError.map { " (\($0))" } ?? "" : ""
            reasons.append(condition.phrase(judgement) + cause)
        }
        let due = target.counts.sent + target.counts.notSent + target.counts.unsent
        if Double(target.counts.unsent) > StepVerdict.mostLeft * Double(due) {
            reasons.append("\(target.counts.unsent) of \(due) were due and not sent")
        }
        if let growth = target.latencyGrowth, growth > StepVerdict.mostLeft {
            reasons.append("\((growth * 100).text(decimals: 1)) % of the load piled up")
        }
        self.reasons = reasons
        holds = reasons.isEmpty ? true : result.client.reasons.isEmpty ? false : nil
    }

    private static func mostFrequentError(_ target: RunResult.Target) -> String? {
        if let most = target.errors.max(by: { $0.count < $1.count }) { return "\(most.count) × \(most.message)" }
        let statuses = target.counts.status.filter { (Int($0.key) ?? 0) >= 400 }
        return statuses.max { $0.value < $1.value }.map { "\($0.value) × status \($0.key)" }
    }
}
