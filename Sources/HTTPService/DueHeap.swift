/// A binary heap of things to do at a time, the earliest first.
struct DueHeap<Element> {
    private var entries: [(due: UInt64, element: Element)] = []

    /// When the first thing is due, or nil where there is none.
    var earliest: UInt64? { entries.first?.due }

    mutating func insert(_ element: Element, due: UInt64) {
        entries.append((due, element))
        var child = entries.count - 1
        while child > 0, entries[child].due < entries[(child - 1) / 2].due {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first thing if it is due at `now`.
    mutating func popDue(at now: UInt64) -> Element? {
        guard let first = entries.first, first.due <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            var least = parent
            if left < entries.count, entries[left].due < entries[least].due { least = left }
            if left + 1 < entries.count, entries[left + 1].due < entries[least].due { least = left + 1 }
            if least == parent { return first.element }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
