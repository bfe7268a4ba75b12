import Foundation
import Testing

@testable import Statistics

/// Comparisons on machines that are simulated, with the code that judges real ones.
///
/// With `SQUALL_SIMULATIONS` in the environment there are as many as it says, and their figures are printed.
@Suite struct ComparisonSimulationTests {
    private let count = Int(ProcessInfo.processInfo.environment["SQUALL_SIMULATIONS"] ?? "") ?? 150

    /// How often each verdict was given, and the mean number of rounds.
    private func run(
        _ kind: MachineModel.Kind,
        change: Double,
        looks: ComparisonLooks = .usual,
        startBias: Double = 0,
        roundsPerStart: Int? = nil
    ) -> (shares: [ComparisonVerdict: Double], rounds: Double) {
        var counts: [ComparisonVerdict: Int] = [:]
        var rounds = 0
        for seed in 0..<count {
            let found = MachineModel.compare(
                kind,
                change: change,
                looks: looks,
                startBias: startBias,
                roundsPerStart: roundsPerStart,
                seed: UInt64(seed)
            )
            counts[found.verdict, default: 0] += 1
            rounds += found.rounds
        }
        let shares = counts.mapValues { Double($0) / Double(count) }
        if count > 1000 {
            print(
                "simulated \(kind) change \(change) bias \(startBias): \(shares), \(Double(rounds) / Double(count)) rounds"
            )
        }
        return (shares, Double(rounds) / Double(count))
    }

    @Test(
        "a build compared with itself is seldom called another, and the same where the machine permits",
        arguments: MachineModel.Kind.allCases
    )
    func itself(kind: MachineModel.Kind) {
        let found = run(kind, change: 1)
        let alarms = (found.shares[.worse] ?? 0) + (found.shares[.better] ?? 0)
        // 1 %, and what chance adds in so few.
        #expect(alarms <= (count > 1000 ? 0.0115 : 0.027))
        if kind != .hostile { #expect((found.shares[.same] ?? 0) > 0.95) }
    }

    @Test("a build that is 5 % slower is called worse", arguments: MachineModel.Kind.allCases)
    func slower(kind: MachineModel.Kind) {
        let found = run(kind, change: 0.95)
        #expect((found.shares[.worse] ?? 0) > (kind == .hostile ? 0.93 : 0.98))
        #expect(found.rounds < (kind == .hostile ? 55 : 25))
    }

    @Test("starts that differ are no false alarm where servers are started anew")
    func starts() {
        let kept = run(.quiet, change: 1, looks: .once(after: 40), startBias: 0.02)
        let renewed = run(.quiet, change: 1, looks: .once(after: 40), startBias: 0.02, roundsPerStart: 2)
        let alarms = [kept, renewed].map { ($0.shares[.worse] ?? 0) + ($0.shares[.better] ?? 0) }
        #expect(alarms[0] > 0.1 && alarms[1] <= 0.027)
    }
}
