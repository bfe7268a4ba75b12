internal import Statistics
internal import Workload

/// What several recorders saw, added up: those of all workers, of one phase or of several.
struct RecorderSum {
    let recorders: [Recorder]

    var outcomes: OutcomeCounts { recorders.reduce(into: OutcomeCounts()) { $0.merge($1.counts) } }
    var bytes: Int { recorders.reduce(0) { $0 + $1.bytes } }
    var bodyBytes: Int { recorders.reduce(0) { $0 + $1.bodyBytes } }
    var connections: Int { recorders.reduce(0) { $0 + $1.connections } }
    var queued: Int { recorders.reduce(0) { $0 + $1.queued } }

    var counts: RunResult.Counts {
        RunResult.Counts(
            outcomes,
            bytesIn: bytes,
            bodyBytesIn: bodyBytes,
            status: statuses,
            errors: RunResult.SocketErrors(errors),
            queued: queued
        )
    }

    /// All that is in one of their histograms.
    func merged(_ histogram: KeyPath<Recorder, Histogram>) -> Histogram {
        let sum = Histogram(.nanoseconds)
        for recorder in recorders { sum.merge(recorder[keyPath: histogram]) }
        return sum
    }

    /// How long requests waited to be sent; in a closed loop they are due when they are sent.
    var wait: Histogram {
        let sum = Histogram(.nanoseconds)
        for recorder in recorders {
            if let wait = recorder.wait { sum.merge(wait) } else { sum.record(0, count: recorder.service.count) }
        }
        return sum
    }

    private var statuses: [String: Int] {
        var counts: [String: Int] = [:]
        for recorder in recorders {
            for status in 0..<Recorder.statusCount where recorder.statuses[status] > 0 {
                counts[String(status), default: 0] += recorder.statuses[status]
            }
        }
        return counts
    }

    /// What went wrong, by kind, what came first at the start.
    var errors: [RunResult.ErrorRow] {
        var tallies: [Failure: Recorder.FailureTally] = [:]
        for (failure, tally) in recorders.flatMap(\.failures) {
            tallies[failure] = tallies[failure]?.adding(tally) ?? tally
        }
        return tallies.map { failure, tally in
            RunResult.ErrorRow(
                kind: failure.kind,
                errno: failure.errno == 0 ? nil : Int(failure.errno),
                message: failure.message,
                count: tally.count,
                firstSeconds: Double(tally.firstAt) / 1e9
            )
        }
        .sorted { ($0.firstSeconds, $0.message) < ($1.firstSeconds, $1.message) }
    }
}
