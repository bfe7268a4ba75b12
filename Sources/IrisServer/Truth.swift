internal import HTTPService
internal import JSON
internal import Synchronization

/// What the server did, counted by itself: the truth that a measurement of it is compared with.
///
/// Each serving thread records under a lock of its own, which nobody else wants except while the truth is read.
final class Truth: Sendable {
    /// What was recorded, by one serving thread or by all.
    private struct Record {
        var connections: UInt64 = 0
        var paths: [(path: String, truth: PathTruth)] = []
        /// When requests were read and answered, where that is kept.
        var times: [Times] = []

        mutating func truth(of path: String) -> PathTruth {
            if let known = paths.first(where: { $0.path == path }) { return known.truth }
            let truth = PathTruth()
            paths.append((path, truth))
            return truth
        }
    }

    /// `@unchecked`: the record is used inside `withRecord` only.
    private final class Worker: @unchecked Sendable {
        private let lock = Mutex(())
        private var record = Record()

        func withRecord(_ use: (inout Record) -> Void) {
            lock.withLock { _ in use(&record) }
        }
    }

    /// When a request was read, and when its answer was written, in nanoseconds of CLOCK_MONOTONIC.
    struct Times {
        let path: String
        let read: UInt64
        let answered: UInt64
    }

    private let workers: [Worker]
    private let keepsTimes: Bool

    init(threads: Int, keepsTimes: Bool) {
        self.keepsTimes = keepsTimes
        workers = (0..<threads).map { _ in Worker() }
    }

    func connectionOpened(worker: Int) {
        workers[worker].withRecord { $0.connections += 1 }
    }

    func finished(_ exchange: HTTPExchange) {
        let path = exchange.route ?? "other"
        let outcome = exchange.outcome
        let nanoseconds = exchange.elapsedNanoseconds
        workers[exchange.worker].withRecord {
            $0.truth(of: path).record(outcome, nanoseconds: nanoseconds)
            guard keepsTimes, case .answered = outcome else { return }
            let read = exchange.readNanoseconds
            $0.times.append(Times(path: path, read: read, answered: read + nanoseconds))
        }
    }

    /// When the answered requests were read and answered, in the order in which they were read: a line each.
    var log: String {
        var all: [Times] = []
        for worker in workers { worker.withRecord { all += $0.times } }
        all.sort { $0.read < $1.read }
        return all.map { "\($0.path) \($0.read) \($0.answered)\n" }.joined()
    }

    /// Writes what all threads recorded until now.
    func write(to out: inout JSONWriter) {
        var all = Record()
        for worker in workers {
            worker.withRecord { record in
                all.connections += record.connections
                for (path, truth) in record.paths { all.truth(of: path).merge(truth) }
            }
        }
        out.beginObject()
        out.key("connections")
        out.integer(all.connections)
        out.key("paths")
        out.beginObject()
        for (path, truth) in all.paths.sorted(by: { $0.path < $1.path }) {
            out.key(path)
            truth.write(to: &out)
        }
        out.endObject()
        out.endObject()
    }
}
