/// Bytes that change from request to request: it grows to the most that it had to hold, then allocates no more.
struct ByteBuffer: ~Copyable {
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

    /// Lets `change` write over bytes from `position` on, which are there.
    mutating func edit(at position: Int, _ change: (UnsafeMutablePointer<UInt8>) -> Void) {
        guard let storage, position < count else { preconditionFailure("byte \(position) of \(count)") }
        change((storage + position).assumingMemoryBound(to: UInt8.self))
    }

    private mutating func grow(toHold needed: Int) {
        // By doubling; what holds a small request for each of 10,000 connections stays small.
        let larger = max(needed, 2 * capacity, 64)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if let storage { grown.copyMemory(from: storage, byteCount: count) }
        storage?.deallocate()
        storage = grown
        capacity = larger
    }
}
