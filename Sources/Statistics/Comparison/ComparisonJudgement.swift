/// What is said of a candidate, and why: from all figures together, the errors and whether the rate was kept.
package struct ComparisonJudgement: Sendable, Equatable {
    /// What is said of it.
    package let verdict: CompareResult.Verdict
    /// Why.
    package let reason: Reason

    /// Why something is said of a candidate.
    package enum Reason: Sendable, Equatable {
        /// The builds don't do the same work; a sentence.
        case difference(String)
        /// The candidate errs more than it may.
        case errors
        /// The candidate does not keep the rate that is asked of both, and the baseline does.
        case candidateIsOverloaded
        /// Neither keeps it.
        case bothAreOverloaded
        /// The candidate's server does not end on being asked to, and the baseline's does.
        case shutdown
        /// The baseline differs from itself in this figure.
        case control(ComparisonSeries.Finding)
        /// This figure decides.
        case figure(ComparisonSeries.Finding)
        /// No figure differs.
        case same
        /// It was stopped between looks.
        case stopped
        /// A build could no longer be measured; a sentence.
        case failed(String)
        /// A build was compared with itself, to show what could be seen.
        case calibration

        /// The same as the result tells it, with the figure that it is about.
        var told: (CompareResult.Reason, metric: String?) {
            switch self {
            case .difference: (.difference, nil)
            case .errors: (.errors, nil)
            case .candidateIsOverloaded, .bothAreOverloaded: (.rate, nil)
            case .shutdown: (.shutdown, nil)
            case .control(let finding): (.control, finding.gate.metric.name)
            case .figure(let finding): (.figure, finding.gate.metric.name)
            case .same: (.same, nil)
            case .stopped: (.stopped, nil)
            case .failed: (.failed, nil)
            case .calibration: (.calibration, nil)
            }
        }
    }

    /// Judges at a look.
    ///
    /// - Parameters:
    ///   - findings: of candidate and baseline.
    ///   - control: of the baseline and itself; empty where that was not asked for.
    ///   - errors: what went wrong in all rounds.
    ///   - overloaded: the builds that do not keep the rate.
    package init(
        _ findings: [ComparisonSeries.Finding],
        control: [ComparisonSeries.Finding] = [],
        errors: ComparisonErrors,
        overloaded: Set<ComparisonRole> = []
    ) {
        func first(_ verdict: ComparisonVerdict) -> ComparisonSeries.Finding? {
            findings.first { $0.verdict == verdict }
        }
        let moved = control.first { finding in
            finding.gate.isGated && finding.change?.interval.map { !$0.contains(0) } ?? false
        }
        if let difference = errors.difference {
            (verdict, reason) = (.notComparable, .difference(difference))
        } else if errors.isWorse {
            (verdict, reason) = (.worse, .errors)
        } else if overloaded.contains(.candidate), !overloaded.contains(.baseline) {
            (verdict, reason) = (.worse, .candidateIsOverloaded)
        } else if overloaded.contains(.candidate) {
            (verdict, reason) = (.inconclusive, .bothAreOverloaded)
        } else if let moved {
            (verdict, reason) = (.inconclusive, .control(moved))
        } else if let worst = first(.worse) {
            (verdict, reason) = (.worse, .figure(worst))
        } else if let open = first(.inconclusive) {
            (verdict, reason) = (.inconclusive, .figure(open))
        } else if let best = first(.better) {
            (verdict, reason) = (.better, .figure(best))
        } else {
            (verdict, reason) = (.same, .same)
        }
    }

    private init(_ verdict: CompareResult.Verdict, _ reason: Reason) {
        (self.verdict, self.reason) = (verdict, reason)
    }

    /// What is said of a comparison that was stopped between looks.
    package static let stopped = ComparisonJudgement(.inconclusive, .stopped)

    /// What is said of a calibration.
    package static let calibrated = ComparisonJudgement(.calibrated, .calibration)

    /// What is said where the candidate's server does not end on being asked to, and the baseline's does: whatever is wrong beside
    /// that says more of the candidate.
    package var whereShutdownIsWorse: ComparisonJudgement {
        [.better, .same, .inconclusive].contains(verdict) ? ComparisonJudgement(.worse, .shutdown) : self
    }

    /// Whether more rounds could change what is said, where the figures are not certain.
    package var isOpen: Bool {
        switch reason {
        case .figure, .control: verdict == .inconclusive
        default: false
        }
    }

    /// What is said of a comparison that a build did not live to see the end of.
    package static func failed(_ sentence: String) -> ComparisonJudgement {
        ComparisonJudgement(.notMeasured, .failed(sentence))
    }
}
