internal import CPlatform
internal import Dispatch
internal import Synchronization

/// The thread of a worker, with its connections: one run after the other may use them.
///
/// Unchecked, because `make` alone has the connections, which are used on the thread only, and one thread gives it its jobs.
final class WorkerThread: @unchecked Sendable {
    /// Makes what a run has to do a worker over these connections; those of the run before must be idle.
    let make: WorkerFactory.MakeWorker
    private let jobs = Jobs()
    private let number: Int
    private var isRunning = false

    /// What the thread has still to do.
    private final class Jobs: Sendable {
        private let waiting = Mutex<[(@Sendable () -> Void)?]>([])
        private let count = DispatchSemaphore(value: 0)

        /// Adds a job; nil ends the thread.
        func add(_ job: (@Sendable () -> Void)?) {
            waiting.withLock { $0.append(job) }
            count.signal()
        }

        /// Does one after the other.
        func work() {
            while true {
                count.wait()
                guard let job = waiting.withLock({ $0.removeFirst() }) else { return }
                job()
            }
        }
    }

    /// The thread of worker number `number`; it starts with its first job, and has the signal mask of who gives it that.
    init(_ number: Int, make: @escaping WorkerFactory.MakeWorker) {
        self.number = number
        self.make = make
    }

    deinit {
        jobs.add(nil)
    }

    /// Does `job` on the thread, within `group`; called by one thread only.
    func perform(in group: DispatchGroup, _ job: @escaping @Sendable () -> Void) {
        group.enter()
        jobs.add {
            job()
            group.leave()
        }
        if !isRunning { start() }
    }

    private func start() {
        isRunning = true
        // A serial queue is served by a thread of its own; global and concurrent queues bound their threads. It is one block
        // for all runs, for io_uring takes entries of one thread only.
        DispatchQueue(label: "worker.\(number)").async { [jobs, number] in
            cplatform_name_thread("worker \(number)")
            jobs.work()
        }
    }
}
