/// Whether a candidate may be compared at all, and whether it errs more than its baseline.
package struct ComparisonErrors: Sendable, Equatable {
    /// Shares of requests that went wrong, from 0 to 1.
    package let baseline: Double
    package let candidate: Double
    /// Whether the candidate errs more than it may.
    package let isWorse: Bool
    /// Whether it would, if the time-outs among its errors were no chance.
    package let mayBeChance: Bool
    /// Why the two do not do the same work, as a sentence; nil where they do.
    package let difference: String?

    /// By how much the candidate's share may be larger, where the baseline errs at all.
    package static let tolerance = 0.001
    /// How far apart shares of statuses, and the mean size of bodies, may be.
    package static let mostDifference = 0.01

    /// What rounds say of it.
    ///
    /// A machine that stands still for longer than the time-out makes time-outs in the slot of one build. So these count where the
    /// candidate has more of them in so many starts that it is no chance; a wrong answer, or a broken connection, is the server's.
    ///
    /// - Parameters:
    ///   - roundsPerStart: how many rounds, one after the other, are one observation.
    ///   - alpha: how likely time-outs may be by chance that make a candidate worse.
    package init(_ rounds: [ComparisonRound], roundsPerStart: Int? = nil, alpha: Double) {
        let first = Work(rounds.map(\.baseline.counts))
        let second = Work(rounds.map(\.candidate.counts))
        baseline = first.failedShare
        candidate = second.failedShare
        difference = first.difference(from: second)
        let isMore = ComparisonErrors.isMore(second.failedShare, than: first.failedShare)
        let isServers = ComparisonErrors.isMore(second.wrongShare, than: first.wrongShare)
        isWorse = isMore && (isServers || ComparisonErrors.hasMoreTimeouts(rounds, roundsPerStart ?? 1, alpha))
        mayBeChance = isMore && !isWorse
    }

    private static func isMore(_ candidate: Double, than baseline: Double) -> Bool {
        baseline == 0 ? candidate > 0 : candidate > baseline + tolerance
    }

    private static func hasMoreTimeouts(_ rounds: [ComparisonRound], _ size: Int, _ alpha: Double) -> Bool {
        let differences = stride(from: 0, to: rounds.count, by: size).map { first in
            rounds[first..<min(first + size, rounds.count)].reduce(0) { sum, round in
                sum + round.candidate.counts.timedOut - round.baseline.counts.timedOut
            }
        }
        let unequal = differences.filter { $0 != 0 }
        return SignTest.probability(heads: unequal.count { $0 > 0 }, of: unequal.count) <= alpha
    }

    /// What a build did in all of its slots.
    private struct Work {
        var ended = 0
        var failed = 0
        var timedOut = 0
        var completed = 0
        var bytes = 0
        /// Completed requests by the first digit of their status.
        var classes: [Int: Int] = [:]

        init(_ counts: [RunResult.Counts]) {
            for slot in counts {
                ended += slot.ended
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

        func share(of status: Int) -> Double {
            completed > 0 ? Double(classes[status] ?? 0) / Double(completed) : 0
        }

        var bytesPerAnswer: Double { completed > 0 ? Double(bytes) / Double(completed) : 0 }

        /// Why `candidate` does other work than this; nil where it does the same.
        func difference(from candidate: Work) -> String? {
            guard completed > 0, candidate.completed > 0 else { return nil }
            for status in Set(classes.keys).union(candidate.classes.keys).sorted() {
                let (one, other) = (share(of: status), candidate.share(of: status))
                if abs(one - other) > ComparisonErrors.mostDifference {
                    return
                        "\((one * 100).text(decimals: 1)) % of the baseline's answers have a status of \(status)xx, and "
                        + "\((other * 100).text(decimals: 1)) % of the candidate's"
                }
            }
            let (one, other) = (bytesPerAnswer, candidate.bytesPerAnswer)
            guard abs(other - one) > ComparisonErrors.mostDifference * max(one, other) else { return nil }
            return
                "the bodies of the baseline's answers have \(one.text(decimals: 1)) bytes on average, and the candidate's "
                + other.text(decimals: 1)
        }
    }
}
