extension Histogram {
    /// Adds all that `other` has recorded.
    ///
    /// Between equal layouts nothing is lost. Otherwise the middle of each counter is recorded again, so counters are
    /// as exact as the coarser layout; count, minimum, maximum and sum stay as exact as they were.
    package func merge(_ other: Histogram) {
        var added = other.totals.pointee
        if layout == other.layout {
            for index in other.occupiedIndices { counts[index] += other.counts[index] }
        } else {
            added.overflow = Swift.max(added.overflow, recordMiddles(of: other))
        }
        totals.pointee.add(added)
    }

    /// Counts each value of `other` where its counter's middle lies, and returns how many had to be clamped.
    ///
    /// The values that `other` itself has clamped are among them or, if this layout reaches further, not: the larger
    /// of both numbers is therefore the overflow that `other` brings along.
    private func recordMiddles(of other: Histogram) -> UInt64 {
        var clamped: UInt64 = 0
        for counter in other.counters {
            let value = other.representative(of: counter)
            if value > layout.highest { clamped += counter.count }
            counts[layout.index(of: Swift.min(value, layout.highest))] += counter.count
        }
        return clamped
    }

    /// Adds all that a snapshot holds, as `merge` does with the histogram it was taken from.
    package func merge(_ snapshot: HistogramSnapshot) {
        guard layout == snapshot.layout else {
            let histogram = Histogram(snapshot.layout)
            histogram.merge(snapshot)
            return merge(histogram)
        }
        for cell in snapshot.cells { counts[Int(cell.index)] += cell.count }
        totals.pointee.add(snapshot.totals)
    }
}
