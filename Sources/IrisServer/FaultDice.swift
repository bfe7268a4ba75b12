internal import Statistics

/// Decides the faults of one prediction after another; each serving thread has its own.
struct FaultDice {
    /// How a prediction ends.
    enum Ending {
        case prediction
        case failure
        case close
    }

    private let faults: Faults
    private var random: SplitMix64

    init(_ faults: Faults, worker: Int) {
        self.faults = faults
        var seeds = SplitMix64(seed: faults.seed &+ UInt64(worker))
        random = SplitMix64(seed: seeds.next())
    }

    /// Draws as many numbers for each prediction, so that one rate does not shift the others' luck.
    mutating func next() -> (ending: Ending, delayNanoseconds: UInt64) {
        let isClosed = random.unit() < faults.closeRate
        let isFailed = random.unit() < faults.failRate
        let delay = faults.delays.reduce(0) { $0 + $1.sample(from: &random) }
        return (isClosed ? .close : isFailed ? .failure : .prediction, delay)
    }
}
