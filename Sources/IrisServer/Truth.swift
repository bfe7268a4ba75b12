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

    private let workers: [Worker]

    init(threads: Int) {
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
        }
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
