import Foundation

@testable import Statistics

/// A machine whose speed changes as that of shared ones does, and servers on it: a ramp, a slow and a fast wandering
/// (Ornstein and Uhlenbeck), neighbours that come and go, and noise of each slot.
struct MachineModel {
    enum Kind: String, CaseIterable, Sendable {
        case quiet, shared, hostile
    }

    private let ramp: Double
    private let slow: (deviation: Double, seconds: Double)
    private let fast: Double
    private let neighbour: (off: Double, on: Double)?
    private let slotNoise: Double
    fileprivate var random: SplitMix64
    private var time = 0.0
    private var slowLevel = 0.0
    private var fastLevel = 0.0
    private var taken = 0.0
    private var neighbourChanges = 0.0
    private var slope = 0.0

    /// Seconds between two looks at the machine.
    private static let step = 0.1

    /// A machine for a run of some `seconds`.
    init(_ kind: Kind, seconds: Double, seed: UInt64) {
        switch kind {
        case .quiet: (ramp, slow, fast, neighbour, slotNoise) = (0.02, (0.005, 20), 0.01, nil, 0.005)
        case .shared: (ramp, slow, fast, neighbour, slotNoise) = (0.2, (0.05, 20), 0.03, (20, 8), 0.01)
        case .hostile: (ramp, slow, fast, neighbour, slotNoise) = (0.3, (0.08, 10), 0.06, (8, 4), 0.02)
        }
        random = SplitMix64(seed: seed)
        slope = (2 * random.unit() - 1) * ramp / seconds
        slowLevel = random.normal() * slow.deviation
        fastLevel = random.normal() * fast
        neighbourChanges = neighbour.map { -log(1 - random.unit()) * $0.off } ?? .infinity
    }

    /// Goes on in time, and returns the speed meanwhile, 1 on average.
    private mutating func turn() -> Double {
        time += MachineModel.step
        let keptSlow = exp(-MachineModel.step / slow.seconds)
        slowLevel = slowLevel * keptSlow + random.normal() * slow.deviation * (1 - keptSlow * keptSlow).squareRoot()
        let keptFast = exp(-MachineModel.step / 0.5)
        fastLevel = fastLevel * keptFast + random.normal() * fast * (1 - keptFast * keptFast).squareRoot()
        if let neighbour, time > neighbourChanges {
            let comes = taken == 0
            taken = comes ? 0.1 + 0.2 * random.unit() : 0
            neighbourChanges = time - log(1 - random.unit()) * (comes ? neighbour.on : neighbour.off)
        }
        return exp(slope * time + slowLevel + fastLevel) * (1 - taken)
    }

    /// A slot of a build that does `rate` requests a second at speed 1.
    private mutating func slot(rate: Double, seconds: Double) -> ComparisonSlot {
        // It settles first.
        _ = turn()
        let steps = Int((seconds / MachineModel.step).rounded())
        let speed =
            (0..<steps).reduce(0.0) { sum, _ in sum + turn() } / Double(steps) * exp(random.normal() * slotNoise)
        let completed = Int((rate * speed * seconds).rounded())
        var outcomes = OutcomeCounts()
        outcomes.add(.ok, count: completed)
        return ComparisonSlot(
            completed: Double(completed),
            seconds: seconds,
            counts: RunResult.Counts(outcomes),
            latencies: Histogram(.coarseNanoseconds).takeSnapshot()
        )
    }

    /// A comparison of builds of which the candidate does `change` times as many requests.
    ///
    /// - Parameters:
    ///   - startBias: by how much a start of a server differs from others, as a deviation of the logarithm.
    ///   - roundsPerStart: after how many rounds both are started anew.
    ///   - slotSeconds: how long a slot is measured.
    static func compare(
        _ kind: Kind,
        change: Double,
        looks: ComparisonLooks = .usual,
        startBias: Double = 0,
        roundsPerStart: Int? = nil,
        slotSeconds: Double = 0.5,
        seed: UInt64
    ) -> (verdict: ComparisonVerdict, rounds: Int) {
        let most = looks.looks.last?.rounds ?? 0
        var machine = MachineModel(kind, seconds: Double(most) * 2 * (slotSeconds + step), seed: seed &* 2)
        var coin = SplitMix64(seed: seed &* 2 &+ 1)
        let gate = ComparisonSeries.Gate(.requestsPerSecond, isGated: true)
        var series = ComparisonSeries(gates: [gate], looks: looks, roundsPerStart: roundsPerStart)
        var bias = (machine.random.normal() * startBias, machine.random.normal() * startBias)
        while true {
            if let roundsPerStart, series.rounds.count % roundsPerStart == 0 {
                bias = (machine.random.normal() * startBias, machine.random.normal() * startBias)
            }
            let candidateIsFirst = coin.coin()
            let (one, other) = (20_000 * exp(bias.0), 20_000 * change * exp(bias.1))
            let first = machine.slot(rate: candidateIsFirst ? other : one, seconds: slotSeconds)
            let second = machine.slot(rate: candidateIsFirst ? one : other, seconds: slotSeconds)
            series.add(
                ComparisonRound(
                    baseline: candidateIsFirst ? second : first,
                    candidate: candidateIsFirst ? first : second,
                    order: candidateIsFirst ? [.candidate, .baseline] : [.baseline, .candidate]
                )
            )
            guard let look = series.look else { continue }
            let findings = series.findings(alpha: looks.looks[look].alpha)
            let judgement = ComparisonJudgement(findings, errors: series.errors(alpha: 0.01))
            if series.isLast || !judgement.isOpen {
                return (findings[0].verdict ?? .inconclusive, series.rounds.count)
            }
        }
    }
}

extension RunResult.Counts {
    /// Counts of requests of which nothing but the outcome matters.
    init(_ outcomes: OutcomeCounts) {
        self.init(outcomes, bytesIn: 0, bodyBytesIn: 0, status: [:], errors: RunResult.SocketErrors([]))
    }
}
