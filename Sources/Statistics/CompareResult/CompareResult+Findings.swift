internal import Glibc

extension CompareResult {
    /// What is said of a candidate.
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        case better
        case worse
        case same
        case inconclusive
        /// The builds don't do the same work.
        case notComparable = "not-comparable"
        /// A build could no longer be measured.
        case notMeasured = "not-measured"
        /// A build was compared with itself, to show what could be seen.
        case calibrated
    }

    /// What a comparison found.
    package struct Findings: Sendable, Codable, Equatable {
        /// What is said of the candidate.
        package var verdict: Verdict
        /// Why that is said.
        package var reason: Reason
        /// The figure that it is said for; nil where it is none.
        package var metric: String?
        /// The same as a sentence, without the verdict's word.
        package var message: String
        /// How many rounds were made.
        package var rounds: Int
        /// How many it would have been at most.
        package var mostRounds: Int
        /// At which look it ended, from 1; nil where it was stopped between looks.
        package var look: Int?
        /// What an observation is: `round`, or `start`: the rounds of a start of the servers together.
        package var unit: String
        /// The figures that were compared.
        package var metrics: [Metric]
        /// The same of the baseline and its second slot; empty without a control.
        package var control: [Metric]
        /// Requests that went wrong.
        package var errors: ErrorShares
        /// How the machine and the order had a hand in it; nil where there are too few rounds.
        package var noise: Noise?
        /// What could be seen after some rounds; empty unless asked for.
        package var calibration: [Calibration]

        /// What a comparison found.
        package init(
            judgement: ComparisonJudgement,
            message: String,
            rounds: Int,
            mostRounds: Int,
            look: Int?,
            unit: String,
            metrics: [Metric],
            control: [Metric],
            errors: ErrorShares,
            noise: Noise?,
            calibration: [Calibration]
        ) {
            verdict = judgement.verdict
            (reason, metric) = judgement.reason.told
            self.message = message
            self.rounds = rounds
            self.mostRounds = mostRounds
            self.look = look
            self.unit = unit
            self.metrics = metrics
            self.control = control
            self.errors = errors
            self.noise = noise
            self.calibration = calibration
        }

        /// Whether it is certain of every figure that decides that it is not worse by its margin or more, and of errors that there
        /// are no more.
        package var isShownNotWorse: Bool {
            [.figure, .same].contains(reason) && !errors.mayBeChance
                && metrics.filter(\.gated).allSatisfy(\.isShownNotWorse)
        }

        /// How squall ends after a comparison that was judged.
        ///
        /// - Parameters:
        ///   - requiresSame: whether the candidate has to be shown not to be worse.
        ///   - isStrict: whether it is a failure that nothing is certain, or the load generator may have been the limit.
        ///   - isSaturated: whether it may have been.
        package func exitCode(requiresSame: Bool, isStrict: Bool, isSaturated: Bool) -> ExitCode {
            switch verdict {
            case .calibrated: return .done
            case .notMeasured, .notComparable: return .notMeasured
            case .worse: return .broken
            case .better, .same, .inconclusive: break
            }
            if requiresSame, !isShownNotWorse { return .broken }
            guard isStrict else { return .done }
            return verdict == .inconclusive ? .inconclusive : isSaturated ? .clientLimited : .done
        }
    }

    /// Why something is said of a candidate.
    package enum Reason: String, Sendable, Codable, CaseIterable {
        /// A figure decides, or is not certain.
        case figure
        /// No figure differs.
        case same
        case errors
        /// The builds don't do the same work.
        case difference
        /// The rate that is due is not kept.
        case rate
        /// The candidate's server does not end on being asked to, and the baseline's does.
        case shutdown
        /// The baseline differs from itself.
        case control
        /// It was stopped between looks.
        case stopped
        /// A build could no longer be measured.
        case failed
        /// A build was compared with itself.
        case calibration
    }

    /// What was found of a figure.
    package struct Metric: Sendable, Codable, Equatable {
        /// What it is called: `rps`, `cpu`, `p99`.
        package var metric: String
        /// Whether it has a say in the verdict.
        package var gated: Bool
        /// Whether more of it is better.
        package var largerIsBetter: Bool
        /// The unit of its values: `1/s`, `s`, `ns`.
        package var unit: String
        /// Its value of all slots of a build together; nil without one.
        package var baseline: Double?
        package var candidate: Double?
        /// How many observations the change rests on, and how many rounds each is of, or would have to be.
        package var units: Int
        package var roundsPerUnit: Int
        /// The change as a part of the baseline, -0.05 is 5 % less; nil where there is too little to say.
        package var estimate: Double?
        /// Its interval; nil where there is none.
        package var lower: Double?
        package var upper: Double?
        /// The p-value of the signed-rank test at this look, shown and not judged by: it knows of no other looks or figures; nil without
        /// an interval.
        package var pValue: Double?
        /// How likely the interval has the true change in it.
        package var confidence: Double
        /// The least change that matters.
        package var margin: Double
        /// The change that would have been seen four times out of five; nil without an interval.
        package var mde80: Double?
        /// The interval of the change of the percentile of all slots together, by drawing rounds anew: shown and not judged by, for of
        /// builds that are the same it calls 2 to 3 of 100 different at 1 %.
        package var pooledLower: Double?
        package var pooledUpper: Double?
        /// What it means; nil where it has no say.
        package var verdict: ComparisonVerdict?

        /// Whether it is certain that it is not worse by the margin or more.
        var isShownNotWorse: Bool {
            guard let lower, let upper else { return false }
            return largerIsBetter ? log1p(lower) > -log1p(margin) : log1p(upper) < log1p(margin)
        }

        /// What is told of `finding`.
        ///
        /// - Parameters:
        ///   - isAtLook: whether its interval holds; between looks none does.
        ///   - pooled: the interval of the logarithm of the change of all slots together.
        package init(_ finding: ComparisonSeries.Finding, isAtLook: Bool = true, pooled: ClosedRange<Double>? = nil) {
            let interval = isAtLook ? finding.change?.interval : nil
            let metric = finding.gate.metric
            self.metric = metric.name
            gated = finding.gate.isGated
            largerIsBetter = metric.largerIsBetter
            unit = metric.unit
            baseline = finding.baseline
            candidate = finding.candidate
            units = finding.units
            roundsPerUnit = finding.roundsPerUnit
            estimate = finding.change.map { expm1($0.estimate) }
            lower = interval.map { expm1($0.lowerBound) }
            upper = interval.map { expm1($0.upperBound) }
            pValue = interval == nil ? nil : finding.probability
            confidence = 1 - finding.alpha
            margin = finding.gate.margin
            mde80 = isAtLook ? finding.detectable : nil
            pooledLower = pooled.map { expm1($0.lowerBound) }
            pooledUpper = pooled.map { expm1($0.upperBound) }
            verdict = isAtLook ? finding.verdict : finding.verdict.map { _ in .inconclusive }
        }
    }

    /// Shares of requests that went wrong, from 0 to 1.
    package struct ErrorShares: Sendable, Codable, Equatable {
        package var baseline: Double
        package var candidate: Double
        /// Whether the candidate's is larger than it may be.
        package var isWorse: Bool
        /// Whether it is larger, but not in so many starts that it could not be chance.
        package var mayBeChance: Bool

        /// What is told of `errors`.
        package init(_ errors: ComparisonErrors) {
            baseline = errors.baseline
            candidate = errors.candidate
            isWorse = errors.isWorse
            mayBeChance = errors.mayBeChance
        }
    }

    /// How the machine and the order had a hand in a comparison.
    package struct Noise: Sendable, Codable, Equatable {
        /// The figure that they are of: `rps`, or the first that decides where a rate sets that.
        package var metric: String
        /// How much the machine's speed varied: the 95th percentile of the baseline's values over the 5th, minus 1.
        package var machineDrift: Double
        /// How likely rounds in one order differ as much from those in the other by chance.
        package var orderEffectP: Double
        /// How likely the changes rise or fall as much over the rounds by chance.
        package var trendP: Double
        /// Half the interval of a build compared with itself, as a part; nil where there are too few rounds.
        package var selfHalfWidth: Double?

        /// What is told of `diagnostics`.
        package init(_ diagnostics: ComparisonDiagnostics) {
            metric = diagnostics.metric.name
            machineDrift = diagnostics.drift - 1
            orderEffectP = diagnostics.orderProbability
            trendP = diagnostics.trendProbability
            selfHalfWidth = diagnostics.selfHalfWidth
        }
    }

    /// What can be seen of a figure after some rounds.
    package struct Calibration: Sendable, Codable, Equatable {
        /// What it is called.
        package var metric: String
        /// After how many rounds.
        package var rounds: Int
        /// The change that is seen four times out of five; nil where so few rounds cannot decide.
        package var mde80: Double?

        /// A row.
        package init(metric: String, rounds: Int, mde80: Double?) {
            self.metric = metric
            self.rounds = rounds
            self.mde80 = mde80
        }
    }
}
