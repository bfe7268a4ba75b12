import Testing

@testable import IrisServer

@Suite("Faults")
struct FaultsTests {
    private func faults(_ delays: String...) -> Faults {
        var faults = Faults()
        for delay in delays {
            let isTaken = faults.addDelay(delay)
            precondition(isTaken)
        }
        return faults
    }

    @Test(
        "A stall delays what comes in it or is ready in it to its end",
        arguments: [
            // Stalls last from 10 to 11, from 20 to 21 and so on: read, delay, answer.
            (0, 0, 0), (9, 0, 9), (10, 0, 11), (10, 5, 16), (9, 1, 11), (9, 3, 12), (19, 1, 21), (20, 9, 31),
            (35, 0, 35),
        ] as [(UInt64, UInt64, UInt64)]
    )
    func stall(read: UInt64, delay: UInt64, answer: UInt64) {
        #expect(faults("stall:1ns/10ns").answerTime(read: read, delay: delay) == answer)
    }

    @Test("The end of one stall may lie in another")
    func stalls() {
        // One from 10 to 15, the other from 14 to 20.
        #expect(faults("stall:5ns/10ns", "stall:6ns/14ns").answerTime(read: 11, delay: 0) == 25)
    }

    @Test("Delays add up")
    func sum() {
        var dice = FaultDice(faults("5ms", "200us", "uniform:1s:1s"), worker: 0)
        #expect(dice.next().delayNanoseconds == 1_005_200_000)
    }

    @Test("Rates are kept over many predictions, the close before the failure")
    func rates() {
        var faults = Faults()
        faults.failRate = 0.5
        faults.closeRate = 0.1
        var dice = FaultDice(faults, worker: 0)
        var counts: [FaultDice.Ending: Int] = [:]
        for _ in 0..<10_000 { counts[dice.next().ending, default: 0] += 1 }
        // The standard deviations are 30, 50 and 50.
        #expect((850...1_150).contains(counts[.close] ?? 0))
        #expect((4_250...4_750).contains(counts[.failure] ?? 0))
        #expect((4_250...4_750).contains(counts[.prediction] ?? 0))
    }

    @Test("Rates of 0 and 1 mean never and always", arguments: [(0, FaultDice.Ending.prediction), (1, .failure)])
    func extremes(rate: Double, ending: FaultDice.Ending) {
        var faults = Faults()
        faults.failRate = rate
        var dice = FaultDice(faults, worker: 0)
        #expect((0..<1_000).allSatisfy { _ in dice.next().ending == ending })
    }

    @Test("Equal seeds repeat the faults; other seeds and other threads differ")
    func seeds() {
        func run(seed: UInt64, worker: Int) -> [UInt64] {
            var faults = faults("uniform:0s:1s")
            faults.seed = seed
            var dice = FaultDice(faults, worker: worker)
            return (0..<10).map { _ in dice.next().delayNanoseconds }
        }
        #expect(run(seed: 5, worker: 0) == run(seed: 5, worker: 0))
        #expect(run(seed: 5, worker: 0) != run(seed: 6, worker: 0))
        #expect(run(seed: 5, worker: 0) != run(seed: 5, worker: 1))
    }
}
