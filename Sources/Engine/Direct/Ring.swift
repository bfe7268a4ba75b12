internal import CURing
internal import Glibc

/// One io_uring: made on any thread, used by the one that enables it.
///
/// This file is the only one that submits and takes completions.
final class Ring {
    private let ring: UnsafeMutablePointer<io_uring>
    private var isMade = false

    /// - Throws: `EngineError.system` where the kernel has no io_uring of the kind that is needed (6.1), or forbids it.
    init(submissions: UInt32, completions: UInt32) throws(EngineError) {
        ring = .allocate(capacity: 1)
        ring.initialize(to: io_uring())
        let made = curing_make(ring, submissions, completions)
        guard made == 0 else { throw .system("io_uring_setup", errno: -made) }
        isMade = true
    }

    deinit {
        // Also after a throwing init.
        if isMade { io_uring_queue_exit(ring) }
        ring.deallocate()
    }

    /// Makes the calling thread the ring's user.
    func enable() {
        let enabled = curing_enable(ring)
        precondition(enabled == 0, "io_uring_enable_rings failed: \(systemMessage(-enabled))")
    }

    /// Lends the kernel buffers through `entries`.
    func register(_ entries: UnsafeMutablePointer<io_uring_buf_ring>, count: UInt32) throws(EngineError) {
        let registered = curing_register_buffers(ring, entries, count)
        guard registered == 0 else { throw .system("io_uring_register", errno: -registered) }
    }

    /// The next submission entry.
    @inline(__always)
    func entry() -> UnsafeMutablePointer<io_uring_sqe> {
        guard let entry = curing_entry(ring) else { fatalError("io_uring takes no entries") }
        return entry
    }

    /// Hands the queued entries to the kernel.
    func submit() {
        let submitted = curing_submit(ring)
        precondition(submitted >= 0 || Ring.isPassing(submitted), "io_uring_enter: \(systemMessage(-submitted))")
    }

    /// Hands the queued entries to the kernel, and waits for a completion if `waits`.
    func submit(waits: Bool) {
        let waited = curing_wait(ring, waits ? 1 : 0)
        precondition(waited >= 0 || Ring.isPassing(waited), "io_uring_enter: \(systemMessage(-waited))")
    }

    /// Hands the queued entries to the kernel, and waits for `count` completions or `nanoseconds`, whichever is first.
    func submit(waitsFor count: UInt32, atMost nanoseconds: UInt64) {
        let waited = curing_gather(ring, count, Int64(nanoseconds))
        precondition(waited >= 0 || Ring.isPassing(waited), "io_uring_enter: \(systemMessage(-waited))")
    }

    /// Takes the next completion.
    ///
    /// - Returns: false if there is none.
    @inline(__always)
    func take(_ completion: inout curing_completion) -> Bool {
        curing_take(ring, &completion) != 0
    }

    /// The wait is over in time, a signal came, or completions must be taken before more can be submitted.
    private static func isPassing(_ result: Int32) -> Bool {
        switch -result {
        case ETIME, EINTR, EAGAIN, EBUSY: true
        default: false
        }
    }
}
