extension Histogram {
    /// A copy with the values that a client would have seen if it had not waited for slow responses, as wrk 4 does it.
    ///
    /// For every value of at least twice the interval it adds the values `value - interval`, `value - 2 * interval`
    /// and so on, while they are greater than the interval. This is `stats_correct` of wrk's stats.c. It invents
    /// values: for a client that waits for its turn it overstates latency, so it belongs beside uncorrected numbers.
    ///
    /// - Parameter interval: the expected time between two requests of one connection, at least 1.
    package func corrected(interval: UInt64) -> Histogram {
        precondition(interval > 0, "the expected interval is at least 1")
        let corrected = copy()
        for counter in counters {
            corrected.recordMissing(before: representative(of: counter), interval: interval, count: counter.count)
        }
        return corrected
    }

    /// Records `value - interval`, `value - 2 * interval` … down to the interval, one counter at a time.
    private func recordMissing(before value: UInt64, interval: UInt64, count: UInt64) {
        guard value > interval else { return }
        var missing = value - interval
        while missing > interval {
            let steps = (missing - Swift.max(floor(of: missing), interval + 1)) / interval + 1
            let last = missing - (steps - 1) * interval
            record(missing, count: steps * count)
            // All but the first are smaller than what was recorded: by interval, twice that, and so on.
            totals.pointee.sum -= UInt128(interval) * (UInt128(steps) * UInt128(steps - 1) / 2) * UInt128(count)
            totals.pointee.min = Swift.min(totals.pointee.min, last)
            missing = last - interval
        }
    }

    /// The smallest value that is recorded exactly as `value` is.
    private func floor(of value: UInt64) -> UInt64 {
        guard value <= layout.highest else { return layout.highest + 1 }
        return layout.lowestEquivalent(at: layout.index(of: value))
    }
}
