/// What a histogram knows exactly, beside its rounded counters.
@usableFromInline
struct HistogramTotals: Sendable, Equatable {
    /// How many values were recorded.
    @usableFromInline var count: UInt64 = 0
    /// How many of them were above the highest trackable value.
    @usableFromInline var overflow: UInt64 = 0
    /// The smallest value; the largest possible one while there is none.
    @usableFromInline var min = UInt64.max
    /// The largest value; 0 while there is none.
    @usableFromInline var max: UInt64 = 0
    /// The sum of all values, 128 bits wide so that no run can exceed it.
    @usableFromInline var sum: UInt128 = 0
    /// Whether `sum` holds every value: encoded histograms don't carry it.
    var isSumExact = true

    @usableFromInline
    init() {}

    /// Adds the totals of another histogram.
    mutating func add(_ other: HistogramTotals) {
        count += other.count
        overflow += other.overflow
        min = Swift.min(min, other.min)
        max = Swift.max(max, other.max)
        sum += other.sum
        isSumExact = isSumExact && other.isSumExact
    }
}
