/// First in, first out, for numbers of which each is in it at most once.
struct IndexQueue: ~Copyable {
    private let entries: UnsafeMutablePointer<Int32>
    private let capacity: Int
    private var start = 0
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        entries = .allocate(capacity: self.capacity)
    }

    deinit {
        entries.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// The one that has waited longest.
    var first: Int? { count == 0 ? nil : Int(entries[start]) }

    /// Puts one at the end.
    mutating func add(_ index: Int) {
        precondition(count < capacity, "a number is in the queue at most once")
        entries[(start + count) % capacity] = Int32(index)
        count += 1
    }

    /// Takes out the one that has waited longest.
    mutating func removeFirst() {
        precondition(count > 0, "the queue is empty")
        start = (start + 1) % capacity
        count -= 1
    }
}
