/// When a comparison may stop: looks that are fixed beforehand, among which the chance of a false alarm is divided, so that all
/// their intervals hold together.
package struct ComparisonLooks: Sendable, Equatable {
    /// The looks, by rising rounds.
    package let looks: [Look]

    /// These looks, by rising rounds.
    package init(looks: [Look]) { self.looks = looks }

    /// A time to look at what was found until then.
    package struct Look: Sendable, Codable, Equatable {
        /// After how many rounds.
        package let rounds: Int
        /// The chance of a false alarm.
        package let alpha: Double
    }

    /// The usual ones; 1 % in all.
    package static let usual = ComparisonLooks(
        looks: [(12, 0.001), (20, 0.002), (40, 0.003), (80, 0.004)].map { Look(rounds: $0.0, alpha: $0.1) }
    )

    /// More rounds would take days, and memory with their square.
    package static let mostRounds = 2000

    /// One look after a number of rounds, at 1 %.
    package static func once(after rounds: Int) -> ComparisonLooks {
        ComparisonLooks(looks: [Look(rounds: rounds, alpha: 0.01)])
    }
}
