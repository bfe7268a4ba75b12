internal import Glibc

/// Whether a candidate may be compared at all, and whether it errs more than its baseline.
package struct ComparisonErrors: Sendable, Equatable {
    /// Shares of requests that went wrong, from 0 to 1.
    package let baseline: Double
    package let candidate: Double
    /// Whether the candidate errs more than it may.
    package let isWorse: Bool
    /// Whether it errs more, but not so often that it could not be chance.
    package let mayBeChance: Bool
    /// Why the two do not do the same work, as a sentence; nil where they do, or may.
    package let difference: String?

    /// By how much the candidate's share may be larger, where the baseline errs at all.
    package static let tolerance = 0.001
    /// How far apart shares of statuses, and the mean size of bodies, may be.
    package static let mostDifference = 0.01

    /// What rounds say of it.
    ///
    /// A wrong answer or a broken connection of a candidate whose baseline has none is one too many. All else may be chance: a
    /// machine that stands still for longer than the time-out makes time-outs in the slot of one build, and of a few requests that
    /// differ, each build sends another part. So more failures count where they come in so many starts, and other work where it
    /// shows in so many rounds, that chance explains neither.
    ///
    /// - Parameters:
    ///   - roundsPerStart: how many rounds, one after the other, are one observation of failures.
    ///   - alpha: how likely chance may make a candidate worse, and likewise not comparable.
    package init(_ rounds: [ComparisonRound], roundsPerStart: Int? = nil, alpha: Double) {
        let first = Work(rounds.map(\.baseline.counts))
        let second = Work(rounds.map(\.candidate.counts))
        baseline = first.failedShare
        candidate = second.failedShare
        let differences = first.differences(from: second)
        let isUnlike = first.isUnlike(second, alpha: alpha)
        let certain = differences.first { isUnlike || ComparisonErrors.probability(of: $0.trait, rounds) <= alpha }
        difference = certain?.sentence
        let isMore = ComparisonErrors.isMore(second.failedShare, than: first.failedShare)
        let isFirst = first.wrongShare == 0 && second.wrongShare > 0
        isWorse = isMore && (isFirst || ComparisonErrors.failsMoreOften(rounds, roundsPerStart ?? 1, alpha))
        mayBeChance = isMore && !isWorse
    }

    /// Whether one of the two has not a single success, and does other work than the other: no more rounds are needed to see that.
    ///
    /// It is asked after each round, and makes none of the tests over all rounds.
    static func haveNothingInCommon(_ rounds: [ComparisonRound], alpha: Double) -> Bool {
        let first = Work(rounds.map(\.baseline.counts))
        let second = Work(rounds.map(\.candidate.counts))
        return first.isUnlike(second, alpha: alpha) && !first.differences(from: second).isEmpty
    }

    private static func isMore(_ candidate: Double, than baseline: Double) -> Bool {
        baseline == 0 ? candidate > 0 : candidate > baseline + tolerance
    }

    /// Whether the candidate has the larger share of failures in so many starts that it is no chance.
    private static func failsMoreOften(_ rounds: [ComparisonRound], _ size: Int, _ alpha: Double) -> Bool {
        let differences = stride(from: 0, to: rounds.count, by: size).map { first in
            let start = rounds[first..<min(first + size, rounds.count)]
            return Work(start.map(\.candidate.counts)).failedShare - Work(start.map(\.baseline.counts)).failedShare
        }
        let unequal = differences.filter { $0 != 0 }
        return SignTest.probability(heads: unequal.count { $0 > 0 }, of: unequal.count) <= alpha
    }

    /// How likely chance alone makes builds that do the same work differ as they do from round to round.
    private static func probability(of trait: Work.Trait, _ rounds: [ComparisonRound]) -> Double {
        SignedRank.probability(
            of: rounds.compactMap { round in
                let (one, other) = (Work([round.baseline.counts]), Work([round.candidate.counts]))
                return one.completed > 0 && other.completed > 0 ? other.value(trait) - one.value(trait) : nil
            }
        )
    }

    /// What a build did in some of its slots.
    private struct Work {
        var ended = 0
        var succeeded = 0
        var failed = 0
        var timedOut = 0
        var completed = 0
        var bytes = 0
        /// Completed requests by the first digit of their status.
        var classes: [Int: Int] = [:]

        /// In what builds that do the same work are equal.
        enum Trait {
            /// The share of answers with a status that begins with this digit.
            case share(status: Int)
            /// The mean size of bodies.
            case bytesPerAnswer
        }

        init(_ counts: [RunResult.Counts]) {
            for slot in counts {
                ended += slot.ended
                succeeded += slot.ok
                failed += slot.failed
                timedOut += slot.timedOut
                completed += slot.completed
                bytes += slot.bodyBytesIn
                for (status, count) in slot.status { classes[(Int(status) ?? 0) / 100, default: 0] += count }
            }
        }

        var failedShare: Double { ended > 0 ? Double(failed) / Double(ended) : 0 }

        /// The same without those that were not answered in time.
        var wrongShare: Double { ended > 0 ? Double(failed - timedOut) / Double(ended) : 0 }

        /// A trait of what was completed; 0 of nothing.
        func value(_ trait: Trait) -> Double {
            let count =
                switch trait {
                case .share(let status): classes[status] ?? 0
                case .bytesPerAnswer: bytes
                }
            return completed > 0 ? Double(count) / Double(completed) : 0
        }

        /// Whether one of the two has no success, and that is no chance if they are the same.
        func isUnlike(_ other: Work, alpha: Double) -> Bool {
            guard succeeded == 0 || other.succeeded == 0 else { return false }
            let share = Double(succeeded + other.succeeded) / Double(max(1, ended + other.ended))
            return pow(1 - share, Double(succeeded == 0 ? ended : other.ended)) <= alpha
        }

        /// In what, and how, `candidate` does other work than this.
        func differences(from candidate: Work) -> [(trait: Trait, sentence: String)] {
            guard completed > 0, candidate.completed > 0 else { return [] }
            var differences: [(trait: Trait, sentence: String)] = []
            for status in Set(classes.keys).union(candidate.classes.keys).sorted() {
                let (one, other) = (value(.share(status: status)), candidate.value(.share(status: status)))
                guard abs(one - other) > ComparisonErrors.mostDifference else { continue }
                let sentence =
                    "\((one * 100).text(decimals: 1)) % of the baseline's answers have a status of \(status)xx, and "
                    + "\((other * 100).text(decimals: 1)) % of the candidate's"
                differences.append((.share(status: status), sentence))
            }
            let (one, other) = (value(.bytesPerAnswer), candidate.value(.bytesPerAnswer))
            if abs(other - one) > ComparisonErrors.mostDifference * max(one, other) {
                let sentence =
                    "the bodies of the baseline's answers have \(one.text(decimals: 1)) bytes on average, and the candidate's "
                    + other.text(decimals: 1)
                differences.append((.bytesPerAnswer, sentence))
            }
            return differences
        }
    }
}
