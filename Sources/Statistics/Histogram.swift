/// Counts values in the counters of a `HistogramLayout`, and keeps their exact minimum, maximum and sum.
///
/// Recording is the hot path of a load test: it allocates nothing, takes no lock and touches memory only through
/// pointers that never change, because every write to a stored property or an array of a class costs an exclusivity
/// check. One thread owns a histogram; threads are combined with `merge` after they have ended.
public final class Histogram {
    /// The geometry of the counters.
    @usableFromInline package let layout: HistogramLayout
    @usableFromInline let counts: UnsafeMutablePointer<UInt64>
    @usableFromInline let totals: UnsafeMutablePointer<HistogramTotals>

    /// Makes an empty histogram.
    package init(_ layout: HistogramLayout = .nanoseconds) {
        self.layout = layout
        counts = .allocate(capacity: layout.counterCount)
        counts.initialize(repeating: 0, count: layout.counterCount)
        totals = .allocate(capacity: 1)
        totals.initialize(to: HistogramTotals())
    }

    deinit {
        counts.deallocate()
        totals.deallocate()
    }

    /// Counts `value`, `count` times.
    ///
    /// A value above the layout's highest goes to the counter of the highest and is counted in `overflow`; minimum,
    /// maximum and sum take it as it is.
    @inlinable
    public func record(_ value: UInt64, count: UInt64 = 1) {
        guard count > 0 else { return }
        if value > layout.highest { totals.pointee.overflow &+= count }
        counts[layout.index(of: Swift.min(value, layout.highest))] &+= count
        totals.pointee.count &+= count
        totals.pointee.sum &+= UInt128(value) &* UInt128(count)
        if value < totals.pointee.min { totals.pointee.min = value }
        if value > totals.pointee.max { totals.pointee.max = value }
    }

    /// Forgets everything that was recorded.
    package func reset() {
        let occupied = occupiedIndices
        (counts + occupied.lowerBound).update(repeating: 0, count: occupied.count)
        totals.pointee = HistogramTotals()
    }

    /// A histogram of its own with the same contents.
    package func copy() -> Histogram {
        let copy = Histogram(layout)
        copy.merge(self)
        return copy
    }

    /// The range of counters outside of which all are 0.
    var occupiedIndices: Range<Int> {
        guard count > 0 else { return 0..<0 }
        // A clamped value lies in the counter of the highest. Counters above that one are filled by foreign histograms.
        let first = layout.index(of: Swift.min(totals.pointee.min, layout.highest))
        let last = Swift.min(layout.index(of: totals.pointee.max), layout.counterCount - 1)
        return first..<last + 1
    }
}
