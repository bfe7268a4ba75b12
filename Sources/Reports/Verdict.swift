package import Statistics

/// Whether a run measured anything.
package enum Verdict {
    /// Why the run did not measure what it was to, as a sentence; nil if it did.
    package static func failure(of result: RunResult) -> String? {
        if let message = result.warnings.first(where: isFailure)?.message { return message }
        guard let search = result.search else { return nothingSucceeded(result) }
        return search.end == .noAnswers ? search.endMessage : nil
    }

    /// Whether a warning is that the run did not do what was asked for.
    static func isFailure(_ warning: RunResult.Warning) -> Bool {
        [
            RunResult.Warning.gaveUp, RunResult.Warning.stuck, RunResult.Warning.scriptFailed,
            RunResult.Warning.serverEnded,
        ].contains(warning.code)
    }

    private static func nothingSucceeded(_ result: RunResult) -> String? {
        let counts = result.targets.map(\.counts)
        guard counts.allSatisfy({ $0.ok == 0 }), let target = result.targets.first else { return nil }
        return "no request succeeded: \(reason(target, hasScript: result.config.script != nil))"
    }

    private static func reason(_ target: RunResult.Target, hasScript: Bool) -> String {
        let counts = target.counts
        if counts.statusErrors > 0, let most = target.counts.status.max(by: { $0.value < $1.value }) {
            return "\(most.value) of \(counts.completed) answers had status \(most.key)"
        }
        if counts.failedChecks > 0 { return "\(counts.failedChecks) answers failed a check" }
        if let most = target.errors.max(by: { $0.count < $1.count }) {
            // The notes have its text, which is long.
            if most.kind == .script { return "the script failed (\(most.count) times)" }
            return "\(most.message) (\(most.count) times)"
        }
        if counts.inFlight > 0 {
            return "\(counts.inFlight) requests were sent, and the run ended before an answer came; run longer"
        }
        if counts.unsent > 0 {
            return
                "\(counts.unsent) requests were due, and no connection was free for one of them; add connections (-c)"
        }
        let remedy = hasScript ? "run longer, or see where the script stops or delays it" : "run longer"
        return "the run ended before one was sent; \(remedy)"
    }
}
