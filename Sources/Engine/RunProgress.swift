package import Statistics

/// What a few finished seconds of a run brought, all workers together.
package struct RunProgress {
    /// Seconds since the start of the run at which the last of them ended.
    package var elapsed: Double = 0
    /// Completed requests a second.
    package var requestsPerSecond: Double = 0
    /// Requests that did not do what they should.
    package var errors = 0
    /// Their latencies in nanoseconds, with two digits.
    package let latencies = Histogram(.coarseNanoseconds)

    /// The sum of `rows`, one list a worker.
    init(_ rows: [ArraySlice<IntervalRow>]) {
        for row in rows.joined() {
            elapsed = max(elapsed, Double(row.start + row.length) / 1e9)
            errors += row.errors
            latencies.merge(row.latencies)
            // Workers run side by side: their rates add up.
            requestsPerSecond += Double(row.requests) / (Double(row.length) / 1e9)
        }
        let seconds = rows.map(\.count).max() ?? 0
        if seconds > 1 { requestsPerSecond /= Double(seconds) }
    }
}
