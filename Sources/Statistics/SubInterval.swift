/// A short part of a run: one of many of the same length that follow each other.
package struct SubInterval: Sendable {
    /// Requests that were completed in it.
    package var requests: Double
    /// The latencies of the requests that ended in it, all of one layout.
    package var latencies: [HistogramSnapshot]

    /// A part of a run.
    package init(requests: Double, latencies: [HistogramSnapshot]) {
        self.requests = requests
        self.latencies = latencies
    }

    /// At most `most` parts that cover the same time, each of the same number of those in `parts`; what is left over at the
    /// end is dropped.
    static func grouped(_ parts: [SubInterval], most: Int) -> [SubInterval] {
        let size = (parts.count + most - 1) / most
        guard size > 1 else { return parts }
        return stride(from: 0, through: parts.count - size, by: size).map { first in
            let group = parts[first..<first + size]
            return SubInterval(
                requests: group.reduce(0) { $0 + $1.requests },
                latencies: group.flatMap(\.latencies)
            )
        }
    }

    /// The mean latency in nanoseconds; nil where no request ended in it.
    var meanLatency: Double? {
        let (sum, count) = latencies.reduce((0.0, 0.0)) {
            ($0.0 + Double($1.totals.sum), $0.1 + Double($1.totals.count))
        }
        return count > 0 ? sum / count : nil
    }
}
