/// The bytes of a request's body, kept up to a limit in a buffer that serves one request after another.
struct RequestBody: ~Copyable {
    /// A buffer that had to grow beyond this is given back after its request.
    private static let keptCapacity = 16 << 10

    /// Bytes received, also those beyond the limit, which are not kept.
    private(set) var received = 0
    private let limit: Int
    private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(limit: Int) {
        self.limit = limit
    }

    deinit { storage.deallocate() }

    /// Whether more bytes came, or were announced, than the limit allows.
    var isTooLarge: Bool { received > limit }

    /// What was received, or nothing where it is too large.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[..<(isTooLarge ? 0 : received)])
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let end = received + bytes.count
        defer { received = end }
        guard end <= limit else { return }
        if end > storage.count { grow(toHold: end) }
        UnsafeMutableRawBufferPointer(rebasing: storage[received..<end]).copyMemory(from: bytes)
    }

    /// Takes a body of `length` for received, so that one too large is known before it comes.
    mutating func refuse(announced length: Int) { received = length }

    /// Forgets the body.
    mutating func reset() {
        received = 0
        if storage.count > Self.keptCapacity {
            storage.deallocate()
            storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        }
    }

    private mutating func grow(toHold count: Int) {
        let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1_024, min(limit, 2 * count)), alignment: 16)
        grown.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<received]))
        storage.deallocate()
        storage = grown
    }
}
