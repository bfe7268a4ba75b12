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
        roundsPerStart: Int? = nil,
        slotSeconds: Double = 0.5
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
                slotSeconds: slotSeconds,
                seed: UInt64(seed)
            )
            counts[found.verdict, default: 0] += 1
            rounds += found.rounds
        }
        let shares = counts.mapValues { Double($0) / Double(count) }
        if count > 1000 {
            print(
                "simulated \(kind) change \(change) bias \(startBias) start \(roundsPerStart ?? 0) slot \(slotSeconds) "
                    + "looks \(looks.looks.count): \(shares), \(Double(rounds) / Double(count)) rounds"
            )
        }
        return (shares, Double(rounds) / Double(count))
    }

    @Test(
        "a build compared with itself is seldom called another, and the same where the machine permits",
        arguments: MachineModel.Kind.allCases,
        [nil, 2]
    )
    func itself(kind: MachineModel.Kind, roundsPerStart: Int?) {
        let found = run(kind, change: 1, roundsPerStart: roundsPerStart)
        let alarms = (found.shares[.worse] ?? 0) + (found.shares[.better] ?? 0)
        // 1 %, and what chance adds in so few.
        #expect(alarms <= (count > 1000 ? 0.0115 : 0.027))
        if kind != .hostile { #expect((found.shares[.same] ?? 0) > 0.95) }
    }

    @Test("a build that is 5 % slower is called worse", arguments: MachineModel.Kind.allCases, [nil, 2])
    func slower(kind: MachineModel.Kind, roundsPerStart: Int?) {
        let found = run(kind, change: 0.95, roundsPerStart: roundsPerStart)
        #expect((found.shares[.worse] ?? 0) > (kind == .hostile ? 0.93 : 0.98))
        #expect(found.rounds < (kind == .hostile ? 55 : roundsPerStart == nil ? 25 : 35))
    }

    /// A design with one look, and what it should come to, in percent of thousands of comparisons with another program.
    struct Cell: Sendable, CustomTestStringConvertible {
        let design: (rounds: Int, roundsPerStart: Int?, slotSeconds: Double)
        let kind: MachineModel.Kind
        let alarms: Double
        let same: Double
        let slower5: Double
        let slower10: Double
        /// Alarms where starts differ by 1 %, as a deviation.
        let biased: Double

        var testDescription: String {
            "\(design.rounds) rounds of \(design.slotSeconds) s"
                + "\(design.roundsPerStart.map { ", \($0) a start" } ?? ""), \(kind)"
        }
    }

    /// All of them take minutes.
    private static let tested =
        ProcessInfo.processInfo.environment["SQUALL_SIMULATIONS"] == nil ? Array(cells.suffix(1)) : cells

    private static let cells = [
        Cell(design: (20, nil, 1), kind: .quiet, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 3.9),
        Cell(design: (20, nil, 1), kind: .shared, alarms: 0.2, same: 24, slower5: 89, slower10: 99, biased: 6.4),
        Cell(design: (20, nil, 1), kind: .hostile, alarms: 0.7, same: 0, slower5: 38, slower10: 94, biased: 2.7),
        Cell(design: (40, nil, 0.5), kind: .quiet, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 3.9),
        Cell(design: (40, nil, 0.5), kind: .shared, alarms: 0, same: 94, slower5: 100, slower10: 100, biased: 5.3),
        Cell(design: (40, nil, 0.5), kind: .hostile, alarms: 0.7, same: 3, slower5: 88, slower10: 100, biased: 7.4),
        Cell(design: (80, nil, 0.5), kind: .quiet, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 3.5),
        Cell(design: (80, nil, 0.5), kind: .shared, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 4.6),
        Cell(design: (80, nil, 0.5), kind: .hostile, alarms: 0.1, same: 48, slower5: 99, slower10: 100, biased: 8.2),
        Cell(design: (80, 4, 0.5), kind: .quiet, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 0),
        Cell(design: (80, 4, 0.5), kind: .shared, alarms: 0, same: 93, slower5: 100, slower10: 100, biased: 0),
        Cell(design: (80, 4, 0.5), kind: .hostile, alarms: 0.2, same: 23, slower5: 97, slower10: 100, biased: 0.3),
        Cell(design: (40, 2, 0.5), kind: .quiet, alarms: 0, same: 100, slower5: 100, slower10: 100, biased: 0),
        Cell(design: (40, 2, 0.5), kind: .shared, alarms: 0, same: 72, slower5: 98, slower10: 100, biased: 0),
        Cell(design: (40, 2, 0.5), kind: .hostile, alarms: 0.8, same: 2, slower5: 78, slower10: 100, biased: 0.7),
    ]

    @Test("with one look, the power is what it should be", arguments: tested)
    func power(cell: Cell) {
        func shares(_ change: Double, startBias: Double = 0) -> [ComparisonVerdict: Double] {
            run(
                cell.kind,
                change: change,
                looks: .once(after: cell.design.rounds),
                startBias: startBias,
                roundsPerStart: cell.design.roundsPerStart,
                slotSeconds: cell.design.slotSeconds
            ).shares
        }
        func alarms(_ shares: [ComparisonVerdict: Double]) -> Double { (shares[.worse] ?? 0) + (shares[.better] ?? 0) }
        let itself = shares(1)
        let figures: [(Double, Double)] = [
            (alarms(itself), cell.alarms), (itself[.same] ?? 0, cell.same),
            (shares(0.95)[.worse] ?? 0, cell.slower5), (shares(0.9)[.worse] ?? 0, cell.slower10),
            (alarms(shares(1, startBias: 0.01)), cell.biased),
        ]
        for (share, percent) in figures {
            // Two standard errors of the difference of two shares, and what the expected one was rounded by.
            let expected: Double = min(max(percent, 0.5), 99.5) / 100
            let variance: Double = expected * (1 - expected) * (1 / Double(count) + 1 / 4000)
            let deviation = variance.squareRoot()
            #expect(abs(share - percent / 100) <= 2 * deviation + 0.005, "\(figures)")
        }
    }

    @Test("starts that differ are no false alarm where servers are started anew")
    func starts() {
        let kept = run(.quiet, change: 1, looks: .once(after: 40), startBias: 0.02)
        let renewed = run(.quiet, change: 1, looks: .once(after: 40), startBias: 0.02, roundsPerStart: 2)
        let alarms = [kept, renewed].map { ($0.shares[.worse] ?? 0) + ($0.shares[.better] ?? 0) }
        #expect(alarms[0] > 0.1 && alarms[1] <= 0.027)
    }
}
