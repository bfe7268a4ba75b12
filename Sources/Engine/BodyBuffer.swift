/// The body of one answer, kept for checks: grows to the largest body seen, then allocates no more.
struct BodyBuffer: ~Copyable {
    private var storage: UnsafeMutableRawPointer?
    private var capacity = 0
    private var count = 0

    deinit {
        storage?.deallocate()
    }

    /// The bytes kept.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: storage, count: count)
    }

    /// Forgets the bytes, not the room.
    mutating func empty() {
        count = 0
    }

    /// Adds `more` at the end.
    mutating func append(_ more: UnsafeRawBufferPointer) {
        if count + more.count > capacity { grow(toHold: count + more.count) }
        if let source = more.baseAddress {
            storage?.advanced(by: count).copyMemory(from: source, byteCount: more.count)
        }
        count += more.count
    }

    /// Lets `change` write over bytes from `position` on.
    mutating func edit(at position: Int, _ change: (UnsafeMutablePointer<UInt8>) -> Void) {
        guard let storage, position < count else { return }
        change((storage + position).assumingMemoryBound(to: UInt8.self))
    }

    private mutating func grow(toHold needed: Int) {
        let larger = max(needed, 2 * capacity, 4096)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if let storage { grown.copyMemory(from: storage, byteCount: count) }
        storage?.deallocate()
        storage = grown
        capacity = larger
    }
}
