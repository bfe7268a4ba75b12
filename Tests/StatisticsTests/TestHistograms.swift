import Testing

@testable import Statistics

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Any magnitude from 1 to 2^bits is as likely as the next.
    mutating func nextOfAnyMagnitude(bits: UInt64) -> UInt64 {
        next() >> (64 - UInt64.random(in: 1...bits, using: &self))
    }
}

extension Histogram {
    /// A histogram that has recorded `values`.
    convenience init(_ layout: HistogramLayout, _ values: some Sequence<UInt64>) {
        self.init(layout)
        for value in values { record(value) }
    }
}

extension HistogramLayout {
    /// Microseconds as wrk2 counts them: up to a day, 3 digits.
    static let day = orStop { try HistogramLayout(lowest: 1, highest: 86_400_000_000, digits: 3) }

    /// Counters of at least 1024, wider than some intervals are long.
    static let wide = orStop { try HistogramLayout(lowest: 1024, highest: 1 << 30, digits: 2) }
}

/// Expects equal layouts, counters and totals.
func expectEqual(_ one: Histogram, _ other: Histogram, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(one.layout == other.layout, sourceLocation: sourceLocation)
    #expect(Array(one.counters) == Array(other.counters), sourceLocation: sourceLocation)
    #expect(one.totals.pointee == other.totals.pointee, sourceLocation: sourceLocation)
}

func isClose(_ found: Double, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(found - expected) <= tolerance * max(abs(expected), 1)
}
