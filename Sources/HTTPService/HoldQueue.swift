internal import CMicroHTTPD
internal import CPlatform
internal import Glibc

/// Suspends connections and has one thread resume each when its time comes.
///
/// A suspended connection costs its serving thread nothing, so any number may wait while others are served.
///
/// `@unchecked`: every stored variable is used under `mutex` only.
final class HoldQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var held = DueHeap<OpaquePointer>()
    private var isStopped = false
    private var thread: pthread_t?

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Suspends the connection until `due`, or returns false when the queue has stopped or has no thread.
    ///
    /// Only the thread that serves the connection may call this, while libmicrohttpd asks it for an answer.
    func hold(_ connection: OpaquePointer, until due: UInt64) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isStopped, isRunning() else { return false }
        // Suspended first: resuming what is not yet suspended would be lost.
        MHD_suspend_connection(connection)
        let wasEarliest = held.earliest.map { due < $0 } ?? true
        held.insert(connection, due: due)
        if wasEarliest { pthread_cond_signal(condition) }
        return true
    }

    /// Resumes every connection now, whatever its time, and holds no more.
    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(condition)
        let thread = thread
        pthread_mutex_unlock(mutex)
        if let thread { pthread_join(thread, nil) }
    }

    // MARK: - The thread

    /// Whether there is a thread, which the first to be held starts.
    private func isRunning() -> Bool {
        if thread != nil { return true }
        var started = pthread_t()
        // Borrowed: whoever owns the queue calls stop(), which joins the thread, before letting go of it.
        let context = Unmanaged.passUnretained(self).toOpaque()
        if pthread_create(&started, nil, resumeWhenDue, context) == 0 { thread = started }
        return thread != nil
    }

    fileprivate func run() {
        cplatform_name_thread("hold")
        cplatform_use_exact_timers()
        var due: [OpaquePointer] = []
        pthread_mutex_lock(mutex)
        while true {
            let now = isStopped ? UInt64.max : cplatform_monotonic_ns()
            while let connection = held.popDue(at: now) { due.append(connection) }
            if !due.isEmpty {
                pthread_mutex_unlock(mutex)
                for connection in due { MHD_resume_connection(connection) }
                due.removeAll(keepingCapacity: true)
                pthread_mutex_lock(mutex)
            } else if isStopped {
                break
            } else {
                wait(until: held.earliest)
            }
        }
        pthread_mutex_unlock(mutex)
    }

    private func wait(until due: UInt64?) {
        guard let due else {
            pthread_cond_wait(condition, mutex)
            return
        }
        var limit = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
        pthread_cond_timedwait(condition, mutex, &limit)
    }
}

private func resumeWhenDue(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<HoldQueue>.fromOpaque(context).takeUnretainedValue().run() }
    return nil
}
