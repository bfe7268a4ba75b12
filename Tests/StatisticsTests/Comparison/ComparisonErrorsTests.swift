import Testing

@testable import Statistics

@Suite struct ComparisonErrorsTests {
    @Test("a candidate may not err more, and not at all where its baseline does not")
    func errors() {
        func errors(_ baseline: Int, _ candidate: Int, starts: Int = 10) -> ComparisonErrors {
            sampleSeries([], rounds: 2 * starts, roundsPerStart: 2) { _ in
                (sampleSlot(completed: 10_000, failed: baseline), sampleSlot(completed: 10_000, failed: candidate))
            }.errors(alpha: 0.01)
        }
        #expect(!errors(0, 0).isWorse && errors(0, 1).isWorse && errors(0, 1, starts: 1).isWorse)
        #expect(!errors(10, 19).isWorse && errors(10, 21).isWorse && !errors(50, 0).isWorse)
        // All of six are it once in 64 times.
        #expect(!errors(10, 21, starts: 6).isWorse && errors(10, 21, starts: 6).mayBeChance)
        #expect(errors(10, 21, starts: 7).isWorse && !errors(10, 19).mayBeChance)
    }

    @Test("time-outs count where they come in so many starts that no stall of the machine explains them")
    func timeouts() {
        func errors(
            _ starts: Range<Int>,
            _ ofBaseline: Range<Int> = 0..<0,
            alpha: Double = 0.01
        ) -> ComparisonErrors {
            sampleSeries([], rounds: 40, roundsPerStart: 2) { round in
                (
                    sampleSlot(timedOut: ofBaseline.contains(round / 2) ? 16 : 0),
                    sampleSlot(timedOut: starts.contains(round / 2) ? 16 : 0)
                )
            }.errors(alpha: alpha)
        }
        #expect(!errors(0..<1).isWorse && errors(0..<1).mayBeChance)
        #expect(!errors(0..<6).isWorse && errors(0..<7).isWorse && !errors(0..<7).mayBeChance)
        #expect(!errors(0..<8, alpha: 0.003).isWorse && errors(0..<9, alpha: 0.003).isWorse)
        #expect(!errors(0..<8, 9..<12).isWorse && errors(0..<14, 15..<18).isWorse)
        #expect(!errors(0..<0).mayBeChance && !errors(0..<3, 0..<3).mayBeChance)
    }

    @Test("builds that do not do the same work are not comparable")
    func work() {
        func errors(_ candidate: ComparisonSlot, rounds: Int) -> ComparisonErrors {
            ComparisonErrors(
                sampleSeries([], rounds: rounds) { _ in (sampleSlot(bytes: 10_000), candidate) }.rounds,
                alpha: 0.001
            )
        }
        func difference(_ candidate: ComparisonSlot) -> String? { errors(candidate, rounds: 12).difference }
        #expect(difference(sampleSlot(bytes: 10_090)) == nil)
        #expect(
            difference(sampleSlot(failed: 2, bytes: 10_000))
                == "100 % of the baseline's answers have a status of 2xx, and 98 % of the candidate's"
        )
        #expect(
            difference(sampleSlot(bytes: 12_000))
                == "the bodies of the baseline's answers have 100 bytes on average, and the candidate's 120"
        )
        // A difference of ten rounds may be that of the requests that were sent, but for answers none of which succeeds.
        #expect(errors(sampleSlot(bytes: 12_000), rounds: 10).difference == nil)
        func hasNothingInCommon(_ baseline: ComparisonSlot, _ candidate: ComparisonSlot) -> Bool {
            sampleSeries([], rounds: 1) { _ in (baseline, candidate) }.hasNothingInCommon(alpha: 0.001)
        }
        let usual = sampleSlot(bytes: 10_000)
        #expect(
            hasNothingInCommon(usual, sampleSlot(failed: 100)) && !hasNothingInCommon(usual, sampleSlot(failed: 99))
        )
        #expect(!hasNothingInCommon(sampleSlot(completed: 9), sampleSlot(completed: 9, failed: 9)))
        #expect(
            errors(sampleSlot(failed: 100), rounds: 1).difference
                == "100 % of the baseline's answers have a status of 2xx, and 0 % of the candidate's"
        )
    }

    @Test("of requests that differ each build sends some, and seldom is that another work")
    func mix() {
        var random = SplitMix64(seed: 1)
        // Answers of 100 and 10,000 bytes, one in ten failed, as many as fit into slots of a machine whose speed varies by 20 %.
        func mixed(larger: Double) -> ComparisonSlot {
            let completed = 20 + Int(random.below(8)) - 4
            var bytes = 0.0
            var missing = 0
            for _ in 0..<completed {
                bytes += random.below(2) == 0 ? 100 : 10_000 * larger
                missing += random.below(10) == 0 ? 1 : 0
            }
            return sampleSlot(completed: completed, failed: missing, bytes: Int(bytes))
        }
        func notComparable(larger: Double) -> Int {
            (0..<100).count { _ in
                let rounds = sampleSeries([], rounds: 80) { _ in (mixed(larger: 1), mixed(larger: larger)) }.rounds
                return ComparisonLooks.usual.looks.contains { look in
                    let errors = ComparisonErrors(
                        Array(rounds.prefix(look.rounds)),
                        roundsPerStart: 2,
                        alpha: look.alpha
                    )
                    return errors.difference != nil || errors.isWorse
                }
            }
        }
        #expect(notComparable(larger: 1) <= 3)
        #expect(notComparable(larger: 2) >= 99)
    }
}
