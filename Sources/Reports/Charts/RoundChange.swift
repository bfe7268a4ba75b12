internal import Glibc
internal import Statistics

/// By how much a figure of the candidate differs from the baseline's in a round, or in as many as a value of it takes.
struct RoundChange: Equatable {
    /// The number of the round, from 1; of several their middle.
    let place: Double
    /// `round 3`, `rounds 3 to 6`.
    let name: String
    /// The logarithm of candidate / baseline.
    let logarithm: Double
    /// Whether the candidate's slot came first; of several rounds, in the first of them.
    let candidateIsFirst: Bool

    /// The changes of `metric`, in order; rounds in which a build has no value are left out.
    static func changes(of metric: CompareResult.Metric, in rounds: [CompareResult.Round]) -> [RoundChange] {
        guard let figure = ComparisonMetric(name: metric.metric) else { return [] }
        // The mean of several rounds is made of their own values; a percentile may take the latencies of all of them.
        let size = metric.unit == "ns" ? max(1, min(metric.roundsPerUnit, rounds.count)) : 1
        return stride(from: 0, through: rounds.count - size, by: size).compactMap { first in
            let part = Array(rounds[first..<first + size])
            guard let baseline = value(figure, part.map(\.baseline)),
                let candidate = value(figure, part.map(\.candidate))
            else { return nil }
            return RoundChange(
                place: Double(first) + Double(size + 1) / 2,
                name: size == 1 ? "round \(first + 1)" : "rounds \(first + 1) to \(first + size)",
                logarithm: log(candidate / baseline),
                candidateIsFirst: part[0].candidateIsFirst
            )
        }
    }

    /// The value of a build in some of its slots together, as it is judged; nil where it has none that is above 0.
    private static func value(_ metric: ComparisonMetric, _ slots: [CompareResult.Slot]) -> Double? {
        let read = slots.compactMap { try? ComparisonSlot($0) }
        guard read.count == slots.count else { return nil }
        // Far from any figure that is measured, and near enough for its logarithm to be one.
        return metric.value(read).flatMap { (1e-100...1e100).contains($0) ? $0 : nil }
    }
}
