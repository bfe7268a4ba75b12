/// The next deadline of a fixed set of things: one deadline each, the earliest first.
///
/// Putting a deadline off costs one store: the entry stays where it is and is moved when it comes up. So a request
/// timeout that is set anew for each request costs nothing while requests are answered in time.
///
///     keys       where the heap believes the entry stands (never later than its deadline)
///     deadlines  when it is really due; `.max` is never
struct DeadlineHeap: ~Copyable {
    private let deadlines: UnsafeMutablePointer<UInt64>
    private let keys: UnsafeMutablePointer<UInt64>
    /// The entries in heap order, and the place of each entry in it.
    private let order: UnsafeMutablePointer<Int32>
    private let place: UnsafeMutablePointer<Int32>
    private let count: Int

    /// A heap of the entries `0 ..< count`, none of them due.
    init(count: Int) {
        self.count = count
        deadlines = .allocate(capacity: count)
        keys = .allocate(capacity: count)
        order = .allocate(capacity: count)
        place = .allocate(capacity: count)
        deadlines.initialize(repeating: .max, count: count)
        keys.initialize(repeating: .max, count: count)
        for entry in 0..<count {
            order[entry] = Int32(entry)
            place[entry] = Int32(entry)
        }
    }

    deinit {
        deadlines.deallocate()
        keys.deallocate()
        order.deallocate()
        place.deallocate()
    }

    /// A time at or before the earliest deadline, `.max` if there is none: wait no longer than this.
    var earliest: UInt64 {
        count == 0 ? .max : keys[Int(order[0])]
    }

    /// Sets when `entry` is due; `.max` for never.
    mutating func set(_ entry: Int, _ deadline: UInt64) {
        deadlines[entry] = deadline
        guard deadline < keys[entry] else { return }
        keys[entry] = deadline
        siftUp(Int(place[entry]))
    }

    /// Whether an entry is due at `now`; entries that were put off are moved to where they belong.
    mutating func hasDue(_ now: UInt64) -> Bool {
        while count > 0 {
            let entry = Int(order[0])
            guard keys[entry] <= now else { return false }
            if deadlines[entry] <= now { return true }
            keys[entry] = deadlines[entry]
            siftDown(0)
        }
        return false
    }

    /// The next entry that is due at `now`, which is then due no more.
    mutating func popDue(_ now: UInt64) -> Int? {
        while count > 0 {
            let entry = Int(order[0])
            guard keys[entry] <= now else { return nil }
            let isDue = deadlines[entry] <= now
            if isDue { deadlines[entry] = .max }
            keys[entry] = deadlines[entry]
            siftDown(0)
            if isDue { return entry }
        }
        return nil
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        let moving = order[index]
        let key = keys[Int(moving)]
        while index > 0 {
            let parent = (index - 1) / 2
            guard key < keys[Int(order[parent])] else { break }
            put(order[parent], at: index)
            index = parent
        }
        put(moving, at: index)
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        let moving = order[index]
        let key = keys[Int(moving)]
        while true {
            var child = 2 * index + 1
            guard child < count else { break }
            if child + 1 < count, keys[Int(order[child + 1])] < keys[Int(order[child])] { child += 1 }
            guard keys[Int(order[child])] < key else { break }
            put(order[child], at: index)
            index = child
        }
        put(moving, at: index)
    }

    private mutating func put(_ entry: Int32, at index: Int) {
        order[index] = entry
        place[Int(entry)] = Int32(index)
    }
}
