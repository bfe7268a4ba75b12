internal import Statistics
internal import Workload

/// A worker, whatever moves its bytes.
protocol RunningWorker: AnyObject, Sendable {
    /// The parts of its run, in order, and what it saw in each.
    var phases: [WorkerPhase] { get }
    /// What it saw second by second.
    var timeline: Timeline { get }
    /// What makes its requests instead of the mix.
    var source: (any RequestSource)? { get }
    /// Whether `run` has returned; until then nobody else may look at it.
    var hasEnded: Bool { get }
    /// Whether the run ended because the server was gone for good.
    var gaveUp: Bool { get }
    /// When what is measured began, in monotonic nanoseconds.
    var measuredFrom: UInt64 { get }
    /// When the load ended, in monotonic nanoseconds; answers may have been waited for after that.
    var endedAt: UInt64 { get }
    /// CPU time that what is measured used.
    var cpuNanoseconds: UInt64 { get }
    /// For how long in that time its thread was ready to run and had no processor, in nanoseconds; nil where the system does
    /// not tell.
    var runDelay: UInt64? { get }
    /// How late it came to what was due at a time, in nanoseconds: requests of an open loop that a connection was free for,
    /// and its own looks at the watch.
    var lateness: Histogram { get }
    /// Answers that came after the end, while they were waited for.
    var drained: Int { get }
    /// Their bytes.
    var drainedBytes: Int { get }
    /// Requests that were answered and lay partly within what is measured, each as the part of its time that did.
    var partlyWithin: Double { get }
    /// The longest that answers which had come were left to gather, in nanoseconds.
    var longestHold: UInt64 { get }

    /// Runs to its end: the end in time, its last request, or the stop flag.
    ///
    /// - Parameters:
    ///   - start: now, in monotonic nanoseconds.
    ///   - end: when to end; `.max` where only the number of requests ends the run.
    func run(from start: UInt64, until end: UInt64)
}

/// A part of a worker's run.
struct WorkerPhase {
    /// What it sees of the requests that are due in it, whenever they end.
    let recorder: Recorder
    /// How long it is in nanoseconds; nil up to the end of the run.
    var length: UInt64?
    /// Whether it is a part of what is measured.
    var isMeasured = true
}
