/// One counter of a histogram that is not 0.
package struct HistogramCounter: Equatable {
    /// The position among the layout's counters.
    package let index: Int
    /// The values that the counter stands for.
    package let values: ClosedRange<UInt64>
    /// How many of them were recorded, at least 1.
    package let count: UInt64
}

/// The counters of a histogram that are not 0, by rising value; iterating allocates nothing.
package struct HistogramCounters: Sequence, IteratorProtocol {
    private let histogram: Histogram
    private var remaining: Range<Int>

    init(of histogram: Histogram) {
        self.histogram = histogram
        remaining = histogram.occupiedIndices
    }

    /// The next counter that is not 0.
    package mutating func next() -> HistogramCounter? {
        while let index = remaining.popFirst() {
            let count = histogram.counts[index]
            guard count > 0 else { continue }
            let layout = histogram.layout
            let values = layout.lowestEquivalent(at: index)...layout.highestEquivalent(at: index)
            return HistogramCounter(index: index, values: values, count: count)
        }
        return nil
    }
}

extension Histogram {
    /// The counters that are not 0, by rising value.
    package var counters: HistogramCounters { HistogramCounters(of: self) }
}
