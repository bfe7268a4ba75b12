internal import Statistics

/// The values of a worker's requests: those of one request at a time.
package struct DataPicker {
    private let set: DataSet
    private let workers: Int
    private var random: SplitMix64
    /// The values of the request at hand, and whether they are made.
    private var values: [[UInt8]]
    private var isMade: [Bool]
    /// The next value of each sequence.
    private var next: [Int]
    private var row: Int
    private var hasRow = false

    /// The values of the worker numbered `worker` of `workers`.
    ///
    /// - Parameter seed: where random values begin; workers have values of their own.
    package init(_ set: DataSet, worker: Int, of workers: Int, seed: UInt64) {
        self.set = set
        self.workers = workers
        random = SplitMix64(seed: seed &+ UInt64(worker))
        values = Array(repeating: [], count: set.names.count)
        isMade = Array(repeating: false, count: set.names.count)
        row = worker
        next = set.sources.map { source in
            guard case .generator(.sequence(let start, let step)) = source else { return 0 }
            return start &+ step &* worker
        }
    }

    /// Forgets the values of the last request.
    package mutating func beginRequest() {
        for number in isMade.indices { isMade[number] = false }
        if hasRow { row = (row + workers) % Swift.max(set.rows.count, 1) }
        hasRow = false
    }

    /// The value with this number, the same for the whole request.
    package mutating func value(_ number: Int) -> [UInt8] {
        if !isMade[number] {
            isMade[number] = true
            values[number] = make(number)
        }
        return values[number]
    }

    private mutating func make(_ number: Int) -> [UInt8] {
        switch set.sources[number] {
        case .field(let place):
            if !hasRow {
                hasRow = true
                row = set.order == .random ? Int(random.below(UInt64(set.rows.count))) : row % set.rows.count
            }
            return set.rows[row][place]
        case .generator(.uniform(let low, let high)):
            return Array("\(low + random.unit() * (high - low))".utf8)
        case .generator(.int(let low, let high)):
            // The whole range of Int is one more than fits.
            let count = UInt64(bitPattern: Int64(high &- low)) &+ 1
            let offset = count == 0 ? random.next() : random.below(count)
            return Array("\(low &+ Int(truncatingIfNeeded: offset))".utf8)
        case .generator(.choice(let texts)):
            return texts[Int(random.below(UInt64(texts.count)))]
        case .generator(.uuid): return Array(random.uuid().utf8)
        case .generator(.sequence(_, let step)):
            defer { next[number] = next[number] &+ step &* workers }
            return Array("\(next[number])".utf8)
        }
    }
}
