internal import CPlatform
internal import Glibc

/// An epoll set whose registrations carry a 64-bit tag.
struct EventPoll: ~Copyable {
    /// It is readable itself when something is ready.
    let descriptor: Int32
    private let events: UnsafeMutablePointer<cplatform_event>
    /// The most that one wait returns.
    static let capacity = 256

    init() throws(EngineError) {
        descriptor = cplatform_epoll_create()
        events = .allocate(capacity: EventPoll.capacity)
        guard descriptor >= 0 else { throw .system("epoll_create1", errno: -descriptor) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        events.deallocate()
    }

    /// Registers `socket`, or changes its registration.
    ///
    /// - Returns: 0, or the error number.
    func register(_ socket: Int32, events: UInt32, tag: UInt64, isNew: Bool) -> Int32 {
        let result =
            isNew
            ? cplatform_epoll_add(descriptor, socket, events, tag)
            : cplatform_epoll_modify(descriptor, socket, events, tag)
        return -result
    }

    /// Ends the registration of `socket`.
    func forget(_ socket: Int32) {
        _ = cplatform_epoll_remove(descriptor, socket)
    }

    /// Waits until something is ready or `nanoseconds` have passed.
    ///
    /// - Returns: what is ready, valid until the next call.
    func wait(_ nanoseconds: UInt64) -> UnsafeBufferPointer<cplatform_event> {
        wait(bounded: Int64(min(nanoseconds, 3_600_000_000_000)))
    }

    /// Waits until something is ready.
    func wait() -> UnsafeBufferPointer<cplatform_event> {
        wait(bounded: -1)
    }

    private func wait(bounded nanoseconds: Int64) -> UnsafeBufferPointer<cplatform_event> {
        let count = cplatform_epoll_wait(descriptor, events, Int32(EventPoll.capacity), nanoseconds)
        precondition(count >= 0, "epoll_wait failed with error \(-count)")
        return UnsafeBufferPointer(start: events, count: Int(count))
    }
}
