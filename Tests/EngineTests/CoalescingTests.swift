import Testing

@testable import Engine

@Suite struct CoalescingTests {
    /// For how long answers are held after half a second of `burst` at once every `gap` × `burst` nanoseconds, each
    /// `latency` after its request.
    private func hold(gap: UInt64, latency: UInt64, burst: UInt64 = 1) -> UInt64 {
        var coalescing = Coalescing()
        answer(500_000_000 / gap, gap: gap, latency: latency, burst: burst, from: 1_000_000_000, &coalescing)
        return coalescing.hold(at: 1_500_000_000)
    }

    private func answer(
        _ count: UInt64,
        gap: UInt64,
        latency: UInt64,
        burst: UInt64 = 1,
        from start: UInt64,
        _ coalescing: inout Coalescing
    ) {
        for number in 0..<count {
            coalescing.answered(at: start + number / burst * burst * gap + number % burst * 1_000, latency: latency)
        }
    }

    @Test(
        "answers that come fast are held for a small part of their latency",
        arguments: [
            (160_000, 10_000), (320_000, 20_000), (400_000, 20_000), (2_000_000, 20_000), (8_000_000, 80_000),
            (20_000_000, 100_000),
        ]
    )
    func most(latency: UInt64, expected: UInt64) {
        #expect(hold(gap: 6_000, latency: latency) == expected)
    }

    @Test(
        "they are not held where they are rare, or less than one and a half more would come",
        arguments: [(13_001, 20_000_000), (100_000, 20_000_000), (7_000, 160_000), (25_000, 25_000)]
    )
    func sparse(gap: UInt64, latency: UInt64) {
        #expect(hold(gap: gap, latency: latency) == 0)
    }

    @Test("those of a burst are not held")
    func bursts() {
        #expect(hold(gap: 100_000, latency: 20_000_000, burst: 200) == 0)
    }

    @Test("nothing is held before the rate is known, and when answers have become rare")
    func change() {
        var coalescing = Coalescing()
        answer(64, gap: 1_000, latency: 1_000_000, from: 0, &coalescing)
        #expect(coalescing.hold(at: 64_000) == 0)
        answer(64_000, gap: 1_000, latency: 1_000_000, from: 64_000, &coalescing)
        #expect(coalescing.hold(at: 64_064_000) == 20_000)
        answer(2, gap: 20_000_000, latency: 1_000_000, from: 84_064_000, &coalescing)
        #expect(coalescing.hold(at: 104_064_000) == 0)
        answer(128, gap: 1_000_000, latency: 1_000_000, from: 124_064_000, &coalescing)
        #expect(coalescing.hold(at: 252_064_000) == 0)
        #expect(coalescing.longest == 20_000)
    }
}
