internal import Synchronization
internal import Workload

/// What one worker has to do.
struct WorkerPlan {
    /// Requests that may be under way at once.
    let slots: Int
    /// How many of those slots, side by side, share a connection.
    var slotsPerConnection = 1
    /// What is sent.
    let mix: RequestMix
    /// Requests to send; nil where only time ends the run.
    let requests: Int?
    /// Nanoseconds after which a request counts as timed out.
    let timeout: UInt64
    /// Whether the run goes on when the script that makes the requests fails.
    var keepsGoing = false
    /// When its requests are due; nil for a closed loop, in which the next one is due when the last one is answered.
    var schedule: ArrivalSchedule?
    /// Nanoseconds that a connection rests between an answer and its next request, in a closed loop.
    var thinkTime: ClosedRange<UInt64>?
    /// Where the random lengths of those rests begin.
    var restSeed: UInt64 = 0
    /// For how many nanoseconds from the start on nothing is measured.
    var warmup: UInt64 = 0
    /// For how many nanoseconds after the end answers are waited for.
    var drain: UInt64 = 0

    /// How often a worker samples its rate and looks at its watch: wrk's interval.
    static let tick: UInt64 = 100_000_000
    /// The most sockets that one wait of a transport looks at.
    static let eventsPerWait = EventPoll.capacity
    /// The most deadlines that are dealt with in one turn of the loop.
    static let mostDue = 64
    /// How long a server may be gone before a run without an end in time gives up.
    static let patience: UInt64 = 10_000_000_000
}

/// Set once, from any thread, to end a run early; workers look at it once a turn of their loop.
package final class StopFlag: Sendable {
    private let flag = Atomic(false)

    /// A flag that is not set.
    package init() {}

    /// Whether the run should end.
    package var isSet: Bool { flag.load(ordering: .relaxed) }

    /// Asks the workers to end the run; they do within 100 ms.
    package func set() {
        flag.store(true, ordering: .relaxed)
    }
}
