/// The line that a terminal shows during a run.
package enum ProgressLine {
    /// - Parameters:
    ///   - elapsed: seconds since the start.
    ///   - requestsPerSecond: the rate of the last seconds.
    ///   - p99: their 99th percentile in nanoseconds.
    ///   - errors: how many requests of theirs did not do what they should.
    package static func text(elapsed: Double, requestsPerSecond: Double, p99: UInt64, errors: Int) -> String {
        let seconds = Units.fixed(Units.Real(elapsed), decimals: 0)
        let rate = Units.metric(Units.Real(requestsPerSecond))
        return "  \(seconds)s  \(rate) req/s  p99 \(Units.time(nanoseconds: Units.Real(p99)))  errors \(errors)"
    }
}
