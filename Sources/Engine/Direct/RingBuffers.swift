internal import CURing

/// The buffers that the kernel receives into, whichever connection the bytes are of: few, so that they stay in the
/// processor's cache.
final class RingBuffers {
    private let entries: UnsafeMutablePointer<io_uring_buf_ring>
    private let storage: UnsafeMutableRawPointer

    private static let count = 64
    private static let bytesEach = 4096
    /// A stride that is no power of two: heads of buffers would all compete for the same lines of the cache.
    private static let stride = bytesEach + 320

    /// Lends all of them to `ring`.
    init(_ ring: Ring) throws(EngineError) {
        let page = 4096
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: RingBuffers.count * MemoryLayout<io_uring_buf>.stride,
            alignment: page
        )
        entries = memory.assumingMemoryBound(to: io_uring_buf_ring.self)
        storage = .allocate(byteCount: RingBuffers.count * RingBuffers.stride, alignment: page)
        try ring.register(entries, count: UInt32(RingBuffers.count))
        for id in 0..<RingBuffers.count { lend(UInt16(id)) }
    }

    deinit {
        entries.deallocate()
        storage.deallocate()
    }

    /// Lends one of them (again).
    @inline(__always)
    func lend(_ id: UInt16) {
        let buffer = storage + Int(id) * RingBuffers.stride
        curing_lend(entries, UInt32(RingBuffers.count), buffer, UInt32(RingBuffers.bytesEach), id)
    }

    /// The first `count` bytes of one that the kernel has filled.
    @inline(__always)
    func bytes(_ id: UInt16, count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: storage + Int(id) * RingBuffers.stride, count: count)
    }
}
