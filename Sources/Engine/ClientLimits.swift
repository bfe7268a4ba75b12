internal import Statistics

/// Whether the load generator itself was the limit, and not the server: then the figures are its own.
struct ClientLimits {
    /// How long was measured, in seconds.
    var seconds: Double
    /// Of each worker, the share of the time in which it used a processor.
    var processorShares: [Double] = []
    /// Of each worker, the share of the time in which it was ready to run and had no processor; empty where it is unknown.
    var runDelayShares: [Double] = []
    /// The share of the machine's processor time that went to others; nil where it is unknown.
    var stolenShare: Double?
    /// The 99th percentile of how late workers came to what was due, in nanoseconds.
    var lateness: UInt64 = 0
    /// The latest that any of them came, in nanoseconds.
    var longestLateness: UInt64 = 0
    /// The 99th percentile of the latency that is shown first, in nanoseconds.
    var latency: UInt64 = 0
    /// Attempts that failed because this machine had no descriptor, or no local port left.
    var withoutDescriptor = 0
    var withoutPort = 0

    /// Shares of a shorter time, in seconds, say nothing: a processor is given for milliseconds.
    static let leastSeconds = 0.25
    /// A worker that uses so much of a processor has no time left for what comes.
    static let mostProcessor = 0.97
    /// So much of the time without a processor is felt in every figure.
    static let mostDelay = 0.1
    /// So does so much of it in which a thread stood still at once.
    static let mostStandstill = 0.1
    /// Below this share of time without a processor, lateness is the machine's usual one.
    static let usualDelay = 0.02
    /// The part of a latency that may be the client's own.
    static let mostLateness = 0.1
    /// Lateness below a millisecond, in nanoseconds, is that of any machine with timers.
    static let usualLateness: UInt64 = 1_000_000

    private var delay: Double { (runDelayShares.max() ?? 0) + (stolenShare ?? 0) }

    /// Why the client was the limit, a phrase each; none if it was not.
    var reasons: [String] {
        (seconds < ClientLimits.leastSeconds ? [] : processorReasons) + scarcity
    }

    private var processorReasons: [String] {
        var reasons: [String] = []
        let full = processorShares.count { $0 >= ClientLimits.mostProcessor }
        if full > 0 {
            reasons.append(
                "\(full) of \(processorShares.count) threads had no time to spare: add threads (-t) or machines"
            )
        }
        if delay >= ClientLimits.mostDelay {
            let stolen = stolenShare ?? 0
            reasons.append(
                stolen > delay / 2
                    ? "the host gave \(percent(stolen)) of this machine's processor time to others"
                    : "a thread waited for a processor for \(percent(delay)) of the time: leave it more of them"
            )
        } else if delay >= ClientLimits.usualDelay, lateness >= ClientLimits.usualLateness,
            Double(lateness) >= ClientLimits.mostLateness * Double(latency)
        {
            reasons.append(
                "threads came \((Double(lateness) / 1e6).text(decimals: 1)) ms too late (p99) for want of a processor"
            )
        }
        let standstill = Double(longestLateness) / 1e9
        if standstill >= ClientLimits.mostStandstill * seconds {
            let length = standstill.text(decimals: 2)
            reasons.append(
                "a thread stood still for \(length) s: it was stopped, the machine was, or a script took so long"
            )
        }
        return reasons
    }

    private var scarcity: [String] {
        var reasons: [String] = []
        if withoutDescriptor > 0 { reasons.append("\(withoutDescriptor) connections found no descriptor (ulimit -n)") }
        if withoutPort > 0 { reasons.append("\(withoutPort) connections found no local port") }
        return reasons
    }

    private func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 0)) %" }
}
