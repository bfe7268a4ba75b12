import Statistics
import Testing

@testable import IrisServer

@Suite("Delays")
struct DelayTests {
    @Test(
        "A time is read with its unit",
        arguments: [
            ("0s", 0), ("5ns", 5), ("200us", 200_000), ("5ms", 5_000_000), ("1.5s", 1_500_000_000),
            ("1m", 60_000_000_000),
            (".5ms", 500_000), ("24h", 86_400_000_000_000), ("0.0000004ms", 0),
        ] as [(String, UInt64)]
    )
    func times(text: String, nanoseconds: UInt64) {
        #expect(DurationText.nanoseconds(text) == nanoseconds)
    }

    @Test(
        "What is no time is refused",
        arguments: ["", "5", "ms", "-5ms", "5 ms", "5MS", "1e3ms", "inf", "nans", "5msx", "1..5s", "25h", "٣ms", "."]
    )
    func noTimes(text: String) {
        #expect(DurationText.nanoseconds(text) == nil)
    }

    @Test(
        "Delays are read",
        arguments: [
            ("5ms", .constant(5_000_000)), ("uniform:5ms:15ms", .uniform(5_000_000, 15_000_000)),
            ("uniform:0s:0s", .uniform(0, 0)), ("lognormal:5ms:0.5", .logNormal(median: 5_000_000, sigma: 0.5)),
        ] as [(String, Delay)]
    )
    func delays(text: String, delay: Delay) {
        #expect(Delay(parsing: text) == delay)
    }

    @Test(
        "What is no delay is refused",
        arguments: [
            "", ":", "uniform", "uniform:5ms", "uniform:15ms:5ms", "uniform:5ms:15ms:1ms", "lognormal:5ms",
            "lognormal:5ms:-1",
            "lognormal:5ms:inf", "lognormal:5ms:nan", "lognormal:x:1", "normal:5ms:1", "stall:1s", "stall:10s/1s",
            "stall:1s/1s",
            "stall:1s/10s/2s", "constant:5ms",
        ]
    )
    func noDelays(text: String) {
        var faults = Faults()
        let isTaken = faults.addDelay(text)
        #expect(!isTaken)
        #expect(faults == Faults())
    }

    @Test("A uniform delay lies within its bounds and fills them evenly")
    func uniform() {
        var random = SplitMix64(seed: 7)
        let samples = (0..<10_000).map { _ in Delay.uniform(1_000, 3_000).sample(from: &random) }
        #expect(samples.allSatisfy { (1_000...3_000).contains($0) })
        let thirds = [1_000..<1_667, 1_667..<2_333, 2_333..<3_001].map { third in samples.count { third.contains($0) } }
        // The standard deviation of each count is 47.
        #expect(thirds.allSatisfy { (3_100...3_570).contains($0) })
    }

    @Test("Half of the log-normal delays lie under the median, and the share under median · e^sigma is right")
    func logNormal() {
        var random = SplitMix64(seed: 7)
        let delay = Delay.logNormal(median: 5_000_000, sigma: 0.5)
        let samples = (0..<10_000).map { _ in delay.sample(from: &random) }
        // The standard deviations of the counts are 50 and 37; 84.13 % of a normal distribution lie under +1 sigma.
        #expect((4_750...5_250).contains(samples.count { $0 < 5_000_000 }))
        #expect((8_230...8_600).contains(samples.count { $0 < 8_243_606 }))
    }

    @Test("A log-normal delay stays within a day however wide it is")
    func wildLogNormal() {
        var random = SplitMix64(seed: 7)
        let delay = Delay.logNormal(median: 1_000_000_000, sigma: 1e300)
        #expect((0..<100).allSatisfy { _ in delay.sample(from: &random) <= 86_400_000_000_000 })
    }

    @Test("Random numbers are those of the reference implementation of SplitMix64")
    func reference() {
        // The first outputs for seed 1234567, as published at rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64.
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }
}
