public import Statistics

/// Chooses which request of a mix a worker sends next, in constant time and without allocation.
///
/// Weighted choices use the alias method (Walker 1974, tables after Vose 1991): each request has a column, and a column
/// is split between its own request and one other. One random number gives both the column and the place in it.
///
///     weights 3 : 1      column 0: ########  request 0
///                        column 1: ####----  request 1 up to the threshold, then request 0
public struct RequestChooser: Sendable {
    @usableFromInline
    struct Column: Sendable {
        /// The part of the column that is its own request's, in 2^-64.
        @usableFromInline var threshold: UInt64
        /// Whose the rest of the column is.
        @usableFromInline var alias: Int

        init(threshold: UInt64, alias: Int) {
            self.threshold = threshold
            self.alias = alias
        }
    }

    @usableFromInline let columns: [Column]
    @usableFromInline let isSequential: Bool
    @usableFromInline var random: SplitMix64
    @usableFromInline var position = 0

    /// Starts the choices of the worker numbered `worker`; workers make different random choices, each the same for the
    /// same seed, and all begin a sequence at the first request.
    ///
    /// - Parameter run: which of several runs it is that follow each other: other choices in each, and a sequence begins at another
    ///   request.
    package init(_ mix: RequestMix, worker: Int, run: Int = 0) {
        columns = Self.columns(weights: mix.requests.map(\.weight))
        isSequential = mix.order == .sequential
        random = SplitMix64(seed: mix.seed &+ UInt64(worker) &+ UInt64(run) << 32)
        if run > 0, isSequential { position = Int(random.below(UInt64(columns.count))) }
    }

    /// The index of the next request in the mix.
    @inlinable
    public mutating func next() -> Int {
        if isSequential {
            let chosen = position
            position = chosen + 1 == columns.count ? 0 : chosen + 1
            return chosen
        }
        let (column, place) = random.next().multipliedFullWidth(by: UInt64(columns.count))
        let chosen = Int(truncatingIfNeeded: column)
        return place < columns[chosen].threshold ? chosen : columns[chosen].alias
    }

    private static func columns(weights: [Double]) -> [Column] {
        let mean = weights.reduce(0, +) / Double(weights.count)
        var shares = weights.map { $0 / mean }
        var columns = weights.indices.map { Column(threshold: .max, alias: $0) }
        var small = shares.indices.filter { shares[$0] < 1 }
        var large = shares.indices.filter { shares[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            columns[low] = Column(threshold: UInt64(shares[low] * 0x1p64), alias: high)
            shares[high] -= 1 - shares[low]
            if shares[high] < 1 {
                large.removeLast()
                small.append(high)
            }
        }
        return columns
    }
}
