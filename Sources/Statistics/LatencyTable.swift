/// The latencies of many parts of a run side by side, so that percentiles of any selection of them are found fast.
///
/// For each part and each counter that any of them uses, it knows how many of the part's latencies are in that counter or
/// below.
struct LatencyTable {
    private let layout: HistogramLayout
    /// The positions of the counters in their layout, rising.
    private let counters: [UInt32]
    /// Row by row: part × counter.
    private let cumulated: [Double]
    /// Latencies of each part.
    private let totals: [Double]

    /// The table of `parts`; nil where none has a latency.
    init?(_ parts: [SubInterval]) {
        guard let layout = parts.lazy.flatMap(\.latencies).first?.layout else { return nil }
        self.layout = layout
        let used = Set(parts.flatMap { $0.latencies.flatMap { $0.cells.map(\.index) } })
        guard !used.isEmpty else { return nil }
        counters = used.sorted()
        let places = Dictionary(uniqueKeysWithValues: counters.enumerated().map { ($1, $0) })
        var cumulated = [Double](repeating: 0, count: parts.count * counters.count)
        var totals: [Double] = []
        for (row, part) in parts.enumerated() {
            let first = row * counters.count
            for cell in part.latencies.lazy.flatMap(\.cells) {
                cumulated[first + (places[cell.index] ?? 0)] += Double(cell.count)
            }
            for place in 1..<max(counters.count, 2) where place < counters.count {
                cumulated[first + place] += cumulated[first + place - 1]
            }
            totals.append(cumulated[first + counters.count - 1])
        }
        self.cumulated = cumulated
        self.totals = totals
    }

    /// The percentile of the latencies of all parts, each taken `weights` times.
    ///
    /// - Returns: nanoseconds, interpolated between the ends of a counter; nil where there are none.
    func percentile(_ percent: Double, weights: ArraySlice<Double>) -> Double? {
        let total = zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1 }
        guard total > 0 else { return nil }
        let rank = percent / 100 * total
        // The first counter with which the rank is reached.
        var (low, high) = (0, counters.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if count(upTo: middle, weights) >= rank { high = middle } else { low = middle + 1 }
        }
        let before = low == 0 ? 0 : count(upTo: low - 1, weights)
        let within = count(upTo: low, weights) - before
        let index = Int(counters[low])
        let bottom = Double(layout.lowestEquivalent(at: index))
        let width = Double(layout.highestEquivalent(at: index)) + 1 - bottom
        return bottom + width * (within > 0 ? (rank - before) / within : 1)
    }

    private func count(upTo place: Int, _ weights: ArraySlice<Double>) -> Double {
        var sum = 0.0
        var index = place
        for weight in weights {
            // Most parts are not in a selection.
            if weight > 0 { sum += weight * cumulated[index] }
            index += counters.count
        }
        return sum
    }
}
