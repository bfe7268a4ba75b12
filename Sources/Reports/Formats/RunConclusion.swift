internal import Statistics

/// What a run comes to, in formats that say whether all is well: as squall's exit code has it.
struct RunConclusion {
    /// Whether all is well.
    let verdict: Verdict
    /// Why the run measured nothing, as a sentence; nil if it did.
    let failure: String?
    /// The assertions that do not hold.
    let broken: [RunResult.AssertionResult]
    /// Those for which there were too few requests.
    let unsupported: [RunResult.AssertionResult]
    private let result: RunResult
    private let isStopped: Bool

    /// Whether what was asked for holds.
    enum Verdict: String {
        case passed
        /// Something that was to hold does not.
        case failed
        /// There is nothing to judge, or too little.
        case notMeasured = "not-measured"

        /// As people read it.
        var words: String { self == .notMeasured ? "not measured" : rawValue }
    }

    /// What `result` comes to.
    init(_ result: RunResult) {
        self.result = result
        let code = ExitCode(ofResult: result.exitCode)
        isStopped = code == .interrupted
        failure = isStopped ? nil : Reports.Verdict.failure(of: result)
        broken = result.assertions.filter { $0.verdict == .broken }
        unsupported = result.assertions.filter { $0.verdict == .unsupported }
        let isFailed = !broken.isEmpty || result.search?.end == .noneHolds
        // With --strict, or where the result could not be written.
        let isLimited = ![.done, .broken, .interrupted].contains(code)
        if failure != nil || isStopped {
            verdict = .notMeasured
        } else if isFailed {
            verdict = .failed
        } else {
            verdict = unsupported.isEmpty && !isLimited ? .passed : .notMeasured
        }
    }

    /// The same as a sentence.
    var sentence: String {
        if let failure { return failure }
        if isStopped { return "it was stopped before its end" }
        if verdict == .notMeasured, unsupported.isEmpty { return limit }
        if !result.assertions.isEmpty { return assertions }
        return search ?? figures
    }

    /// Why it is not taken for good.
    private var limit: String {
        if let message = result.search?.endMessage { return message }
        let reasons = result.client.reasons.joined(separator: "; ")
        return reasons.isEmpty ? "it was not measured whole" : "squall itself was the limit: \(reasons)"
    }

    private var assertions: String {
        let all = WrkReport.counted(result.assertions.count, "assertion")
        let open = unsupported.isEmpty ? "" : ", and there are too few requests for \(unsupported.count)"
        if !broken.isEmpty { return "\(broken.count) of \(all) \(broken.count == 1 ? "does" : "do") not hold\(open)" }
        if !unsupported.isEmpty { return "there are too few requests for \(unsupported.count) of \(all)" }
        return result.assertions.count == 1 ? "the assertion holds" : "all \(all) hold"
    }

    /// What a search found; nil without one.
    private var search: String? {
        guard let search = result.search else { return nil }
        let conditions = search.conditions.joined(separator: ", ")
        let highest = search.highestRate.map {
            "the highest rate with \(conditions) is \(ComparisonText.rate($0)) requests/s"
        }
        return [highest, search.endMessage].compactMap { $0 }.joined(separator: "; ")
    }

    private var figures: String {
        guard let target = result.targets.first else { return "nothing was loaded" }
        let rate = "\(ComparisonText.rate(target.requestsPerSecond)) requests/s"
        guard target.latency.count > 0, let p99 = target.latency.percentiles["p99"] else { return rate }
        return "\(rate), p99 \(ComparisonText.time(nanoseconds: Double(p99)))"
    }
}
