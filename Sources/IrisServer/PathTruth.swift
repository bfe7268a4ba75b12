internal import HTTPService
internal import JSON
internal import Statistics

/// What happened to the requests for one path.
final class PathTruth {
    private var answered: [(status: Int, count: UInt64)] = []
    private var closed: UInt64 = 0
    private var aborted: UInt64 = 0
    private let latency = Histogram(.nanoseconds)

    func record(_ outcome: HTTPExchange.Outcome, nanoseconds: UInt64) {
        switch outcome {
        case .answered(let status):
            add(1, status: status)
            latency.record(nanoseconds)
        case .closed: closed += 1
        case .aborted: aborted += 1
        }
    }

    func merge(_ other: PathTruth) {
        for (status, count) in other.answered { add(count, status: status) }
        closed += other.closed
        aborted += other.aborted
        latency.merge(other.latency)
    }

    func write(to out: inout JSONWriter) {
        out.beginObject()
        out.key("statuses")
        out.beginObject()
        for (status, count) in answered.sorted(by: { $0.status < $1.status }) {
            out.key(String(status))
            out.integer(count)
        }
        out.endObject()
        out.key("closed")
        out.integer(closed)
        out.key("aborted")
        out.integer(aborted)
        out.key("latency")
        EncodedHistogram(latency).write(to: &out)
        out.endObject()
    }

    private func add(_ count: UInt64, status: Int) {
        if let index = answered.firstIndex(where: { $0.status == status }) {
            answered[index].count += count
        } else {
            answered.append((status, count))
        }
    }
}

extension EncodedHistogram {
    /// Writes what its `Encodable` conformance would.
    fileprivate func write(to out: inout JSONWriter) {
        out.beginObject()
        out.key("encoding")
        out.string(encoding)
        out.key("unit")
        out.string(unit)
        out.key("lowestDiscernible")
        out.integer(lowestDiscernible)
        out.key("highestTrackable")
        out.integer(highestTrackable)
        out.key("significantDigits")
        out.integer(significantDigits)
        out.key("count")
        out.integer(count)
        out.key("overflow")
        out.integer(overflow)
        out.key("data")
        out.string(data)
        out.endObject()
    }
}
