internal import Statistics

/// What is said of a run that was not steady from the start.
struct Steadiness {
    private let figures: RunResult.Steadiness

    init(_ figures: RunResult.Steadiness) {
        self.figures = figures
    }

    /// A sentence with what to do; nil for a run that was steady from the start.
    var warning: RunResult.Warning? {
        guard let start = figures.steadyFrom else {
            return RunResult.Warning(
                code: RunResult.Warning.notSteady,
                message: "the run never became steady: \(reason)"
            )
        }
        guard start > 0, let change = figures.change else { return nil }
        // A warm-up in whole seconds that leaves the start out.
        let warmup = Int(start.rounded(.up))
        return RunResult.Warning(
            code: RunResult.Warning.slowStart,
            message:
                "the first \(start.text(decimals: 1)) s were different: latency \(went(change)) after them; --warmup \(warmup)s leaves "
                + "them out"
        )
    }

    private var reason: String {
        if let drift = figures.drift {
            return "latency \(went(drift)) little by little; run longer, or look for the cause"
        }
        let time = figures.changedAt.map { " after \($0.text(decimals: 1)) s" } ?? ""
        return
            "latency \(went(figures.change ?? 1))\(time), and the figures are of both; run longer, or look for the cause"
    }

    private func went(_ ratio: Double) -> String {
        let percent = (abs(ratio - 1) * 100).text(decimals: 0)
        return ratio > 1 ? "rose by \(percent) %" : "fell by \(percent) %"
    }
}
