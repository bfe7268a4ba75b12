/// What a histogram held at one moment, without the counters that were 0.
///
/// A worker takes one per second from its coarse histogram and hands it to another thread, which adds it to a
/// histogram with `merge` when it needs the numbers.
package struct HistogramSnapshot: Sendable, Equatable {
    let layout: HistogramLayout
    let cells: [Cell]
    let totals: HistogramTotals

    /// The position and value of a counter that was not 0.
    struct Cell: Sendable, Equatable {
        let index: UInt32
        let count: UInt64
    }
}

extension Histogram {
    /// Takes out all that was recorded since the last time and leaves the histogram empty.
    package func takeSnapshot() -> HistogramSnapshot {
        var cells: [HistogramSnapshot.Cell] = []
        cells.reserveCapacity(counters.reduce(0) { count, _ in count + 1 })
        for counter in counters {
            cells.append(HistogramSnapshot.Cell(index: UInt32(counter.index), count: counter.count))
            counts[counter.index] = 0
        }
        let snapshot = HistogramSnapshot(layout: layout, cells: cells, totals: totals.pointee)
        totals.pointee = HistogramTotals()
        return snapshot
    }
}
