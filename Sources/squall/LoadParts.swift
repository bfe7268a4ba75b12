internal import Workload

/// What the command line says of the load: when requests are due, and what comes before and after.
struct LoadParts {
    /// Requests a second; nil where it was not given.
    var rate: Double?
    var stages: [OpenLoad.Stage]?
    var arrivals: OpenLoad.Arrivals?
    /// Nanoseconds that a connection rests between an answer and its next request.
    var thinkTime: ClosedRange<UInt64>?
    /// Nanoseconds of load before what is measured; nil where it was not given.
    var warmup: UInt64?
    /// The same where it was not given.
    var usualWarmup: UInt64 = 0
    /// Nanoseconds for which answers are waited for after the load; nil where it was not given.
    var drain: UInt64?
    /// Whether all answers are waited for where it was not given.
    var usuallyDrains = false

    /// The load whose duration is that of the stages, or else `duration`; nil for a closed loop.
    func open(duration: UInt64?) -> OpenLoad? {
        let stages = stages ?? rate.map { [OpenLoad.Stage(duration: duration, rate: $0)] }
        return stages.map { OpenLoad(stages: $0, arrivals: arrivals ?? .uniform) }
    }

    mutating func setRate(_ text: String) throws(UsageError) {
        let value = try UsageError.wrapping { () throws(WorkloadError) in try RatePerSecond.parse(text) }
        guard value > 0 else { throw UsageError("must be above 0") }
        rate = value
    }

    mutating func setStages(_ text: String) throws(UsageError) {
        stages = try UsageError.wrapping { () throws(WorkloadError) in try StageList.parse(text) }
    }

    /// Takes a time, or two with `..` between them.
    mutating func setThinkTime(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "..", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw UsageError("'\(text)' is not of the form 10ms or 10ms..50ms") }
        var times: [UInt64] = []
        for part in parts {
            times.append(
                // From 0 to some time is a range; 0 alone would be no rest.
                try UsageError.wrapping { () throws(WorkloadError) in
                    try TimeSpan.nanoseconds(String(part), zeroIsAllowed: parts.count == 2 && times.isEmpty)
                }
            )
        }
        guard let first = times.first, let last = times.last, first <= last else {
            throw UsageError("'\(text)': the first time must not be longer than the second")
        }
        thinkTime = first...last
    }

    /// Judges what must fit together.
    ///
    /// - Parameter values: the options beside these.
    func checkTogether(_ values: OptionValues) throws(UsageError) {
        let isOpen = rate != nil || stages != nil
        if rate != nil, stages != nil { throw UsageError("--rate: --stages has the rates; remove one of them") }
        if stages != nil, values.duration != nil {
            throw UsageError("--duration: --stages says how long the load lasts; remove one of them")
        }
        if arrivals != nil, !isOpen, values.conditions == nil {
            throw UsageError("--arrivals: of which rate? add --rate or --stages")
        }
        if thinkTime != nil, isOpen {
            throw UsageError("--think: with a rate, requests are due whatever came before; remove one of them")
        }
        if values.showsService, !isOpen {
            throw UsageError("--u_latency: without a rate there is one latency only; use --latency, or add --rate")
        }
        if values.correctsAsWrk, isOpen {
            throw UsageError("--wrk-correction: latencies under a rate need no correction; remove one of them")
        }
    }
}
