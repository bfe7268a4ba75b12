internal import CPlatform
internal import CURing
internal import Glibc

/// An event loop over io_uring: receives stand by for each connection, and sends of many connections go to the kernel
/// in one system call.
final class RingLoop: EventLoop {
    static let name = "uring"

    private(set) var stamp: UInt64 = 0
    private let ring: Ring
    private let buffers: RingBuffers
    private let sockets: UnsafeMutablePointer<Socket>
    private var connector: Int32 = -1
    /// Connections that have hung up, and may have bytes that were not told of.
    private var hungUp: IndexQueue
    /// When the next alarm comes.
    private var alarmAt = UInt64.max
    private let alarmTime: UnsafeMutablePointer<__kernel_timespec>
    /// Sends that are queued and not submitted.
    private var queued = 0
    /// The buffer of the last event, to be lent again.
    private var borrowed: Int32 = -1

    /// Sends go to the kernel in groups no larger than this: their time stamp is that of the first of them.
    private static let mostQueued = 16
    /// Completions that end a wait which lets them gather.
    private static let mostHeld: UInt32 = 32
    /// The largest request that is taken for sent once the kernel has it: it fits into any socket's empty buffer.
    private static let mostUntold = 4096

    private struct Socket {
        var descriptor: Int32 = -1
        var isEncrypted = false
        var isReleasing = false
        /// Whether its end is watched for apart from its bytes.
        var watchesEnd = false
        /// Whether there was more than its last bytes: others, or its end.
        var hasMore = false
        /// Whether the server has ended it.
        var hasHungUp = false
        /// Entries whose last completion is still to come.
        var outstanding: Int32 = 0
        /// How many bytes the send under way has.
        var sending: Int32 = 0
        /// Tells the completions of this socket from those of one that had the number before.
        var generation: UInt32 = 0
    }

    /// What an entry is for.
    private enum Kind: UInt64 {
        case receive, hangUp, send, untoldSend, poll, writable, connector, cancel, alarm

        /// Whether its last completion is waited for before the socket is closed.
        var isCounted: Bool {
            switch self {
            case .receive, .hangUp, .send, .poll, .writable: true
            case .untoldSend, .connector, .cancel, .alarm: false
            }
        }
    }

    /// A ring where the kernel permits it, with room for `connections`.
    ///
    /// - Throws: `EngineError.system` where it does not.
    init(connections: Int) throws(EngineError) {
        ring = try Ring(submissions: 256, completions: UInt32(min(max(1024, 2 * connections), 32768)))
        buffers = try RingBuffers(ring)
        hungUp = IndexQueue(capacity: connections)
        alarmTime = .allocate(capacity: 1)
        alarmTime.initialize(to: __kernel_timespec())
        sockets = .allocate(capacity: connections)
        sockets.initialize(repeating: Socket(), count: connections)
    }

    deinit {
        alarmTime.deallocate()
        sockets.deallocate()
    }

    func begin() {
        cplatform_use_exact_timers()
        ring.enable()
        watchConnector()
        stamp = cplatform_monotonic_ns()
    }

    // MARK: - Connections

    func watchConnector(_ descriptor: Int32) {
        connector = descriptor
    }

    private func watchConnector() {
        curing_poll(ring.entry(), connector, UInt32(POLLIN), Kind.connector.rawValue &<< 56)
    }

    func open(_ connection: Int, socket: Int32, isEncrypted: Bool) {
        let generation = sockets[connection].generation &+ 1
        sockets[connection] = Socket(descriptor: socket, isEncrypted: isEncrypted, generation: generation)
        listen(connection)
    }

    /// Watches for the end of a connection apart from its bytes, which costs the server as well as us, and so is left
    /// out until an answer comes in parts, or with something behind it.
    ///
    /// When the last bytes and the end come together, a standing receive of Linux up to 6.18 may tell of the bytes alone
    /// and never of the end (torvalds/linux, "fix multishot recv missing EOF on wakeup race").
    func watchEnd(_ connection: Int) {
        guard !sockets[connection].isEncrypted, !sockets[connection].watchesEnd else { return }
        sockets[connection].watchesEnd = true
        sockets[connection].outstanding &+= 1
        curing_poll(ring.entry(), sockets[connection].descriptor, UInt32(CURING_ENDS), tag(.hangUp, connection))
    }

    func hasEnded(_ connection: Int) -> Bool {
        sockets[connection].hasMore && cplatform_peek(sockets[connection].descriptor) == 0
    }

    private func listen(_ connection: Int) {
        sockets[connection].outstanding &+= 1
        if sockets[connection].isEncrypted {
            let events = UInt32(POLLIN) | UInt32(CURING_PEER_ENDS)
            curing_poll(ring.entry(), sockets[connection].descriptor, events, tag(.poll, connection))
        } else {
            curing_receive(ring.entry(), sockets[connection].descriptor, tag(.receive, connection))
        }
    }

    func release(_ connection: Int) -> Bool {
        guard sockets[connection].outstanding > 0 else {
            letGo(connection)
            return true
        }
        sockets[connection].isReleasing = true
        curing_cancel(ring.entry(), sockets[connection].descriptor, Kind.cancel.rawValue &<< 56)
        return false
    }

    // MARK: - Sending

    func send(_ connection: Int, _ bytes: UnsafeRawBufferPointer, isStable: Bool) -> SendResult {
        let tells = !isStable || bytes.count > RingLoop.mostUntold
        curing_send(
            ring.entry(),
            sockets[connection].descriptor,
            bytes.baseAddress,
            bytes.count,
            tells ? 1 : 0,
            tag(tells ? .send : .untoldSend, connection)
        )
        queued &+= 1
        if queued == RingLoop.mostQueued {
            submitQueued()
            stamp = cplatform_monotonic_ns()
        }
        guard tells else { return .done }
        sockets[connection].outstanding &+= 1
        sockets[connection].sending = Int32(truncatingIfNeeded: bytes.count)
        return .pending
    }

    private func submitQueued() {
        guard queued > 0 else { return }
        ring.submit()
        queued = 0
    }

    func awaitWritable(_ connection: Int) {
        sockets[connection].outstanding &+= 1
        curing_poll(ring.entry(), sockets[connection].descriptor, UInt32(POLLOUT), tag(.writable, connection))
    }

    // MARK: - Waiting

    func wait(until deadline: UInt64, holding hold: UInt64) {
        giveBack()
        let now = cplatform_monotonic_ns()
        if deadline > now { alarm(deadline) }
        if deadline <= now {
            ring.submit(waits: false)
        } else if hold == 0 {
            ring.submit(waits: true)
        } else {
            ring.submit(waitsFor: RingLoop.mostHeld, atMost: min(hold, deadline - now))
        }
        queued = 0
        stamp = cplatform_monotonic_ns()
    }

    /// Has a wait end at `deadline`, or before.
    ///
    /// A timeout of the wait itself would set a timer anew in each turn, which costs more than the rest of the call.
    private func alarm(_ deadline: UInt64) {
        guard deadline < alarmAt else { return }
        alarmTime.pointee.tv_sec = Int64(deadline / 1_000_000_000)
        alarmTime.pointee.tv_nsec = Int64(deadline % 1_000_000_000)
        if alarmAt == .max {
            curing_alarm(ring.entry(), alarmTime, Kind.alarm.rawValue &<< 56)
        } else {
            curing_move_alarm(ring.entry(), alarmTime, Kind.alarm.rawValue &<< 56, Kind.cancel.rawValue &<< 56)
        }
        alarmAt = deadline
    }

    func next() -> LoopEvent? {
        giveBack()
        var completion = curing_completion()
        while ring.take(&completion) {
            if let event = event(completion) { return event }
        }
        return nextEnd()
    }

    /// The end of a connection that has hung up, once all of its bytes have been told.
    private func nextEnd() -> LoopEvent? {
        for _ in 0..<hungUp.count {
            guard let connection = hungUp.first else { break }
            hungUp.removeFirst()
            guard sockets[connection].hasHungUp, !sockets[connection].isReleasing else { continue }
            let left = cplatform_peek(sockets[connection].descriptor)
            if left <= 0, left != -Int(EAGAIN) { return .ended(connection, errno: Int32(-left)) }
            // The receive will tell of these bytes first.
            hungUp.add(connection)
        }
        return nil
    }

    private func giveBack() {
        guard borrowed >= 0 else { return }
        buffers.lend(UInt16(truncatingIfNeeded: borrowed))
        borrowed = -1
    }

    private func event(_ completion: curing_completion) -> LoopEvent? {
        let hasBuffer = completion.flags & UInt32(CURING_HAS_BUFFER) != 0
        let connection = Int(completion.tag & 0xffff_ffff)
        guard let kind = Kind(rawValue: completion.tag >> 56) else { return nil }
        if hasBuffer { borrowed = Int32(completion.flags >> UInt32(CURING_BUFFER_SHIFT)) }
        switch kind {
        case .alarm:
            alarmAt = .max
            return nil
        case .connector:
            watchConnector()
            return .connecting
        case .cancel: return nil
        default: break
        }
        guard completion.tag == tag(kind, connection), sockets[connection].descriptor >= 0 else {
            giveBack()
            return nil
        }
        let isLast = completion.flags & UInt32(CURING_MORE) == 0
        if isLast, kind.isCounted { sockets[connection].outstanding &-= 1 }
        if sockets[connection].isReleasing { return released(connection) }
        switch kind {
        case .receive:
            sockets[connection].hasMore = completion.flags & UInt32(CURING_NOT_EMPTY) != 0
            if sockets[connection].hasMore { watchEnd(connection) }
            return received(connection, completion.result, isLast: isLast)
        case .poll:
            sockets[connection].hasMore = completion.result & Int32(CURING_PEER_ENDS) != 0
            if isLast { listen(connection) }
            return .readable(connection)
        case .hangUp:
            sockets[connection].hasHungUp = true
            hungUp.add(connection)
            return nil
        case .writable: return .writable(connection)
        case .send where completion.result == sockets[connection].sending: return .flushed(connection)
        case .send, .untoldSend:
            return .sendFailed(connection, errno: completion.result < 0 ? -completion.result : EPIPE)
        case .connector, .cancel, .alarm: fatalError("unreachable: they are no connection's")
        }
    }

    private func received(_ connection: Int, _ result: Int32, isLast: Bool) -> LoopEvent? {
        if result > 0 {
            if isLast { listen(connection) }
            return .received(connection, buffers.bytes(UInt16(truncatingIfNeeded: borrowed), count: Int(result)))
        }
        // All buffers were taken when its bytes came; they come again now that there are some.
        if result == -ENOBUFS || result == -EINTR {
            listen(connection)
            return nil
        }
        return .ended(connection, errno: -result)
    }

    private func released(_ connection: Int) -> LoopEvent? {
        giveBack()
        guard sockets[connection].outstanding == 0 else { return nil }
        letGo(connection)
        return .released(connection)
    }

    /// Forgets a socket that may be closed from now on.
    private func letGo(_ connection: Int) {
        // A send that is still queued must not meet the next socket with this number.
        submitQueued()
        sockets[connection].descriptor = -1
        sockets[connection].hasHungUp = false
    }

    private func tag(_ kind: Kind, _ connection: Int) -> UInt64 {
        kind.rawValue &<< 56 | UInt64(sockets[connection].generation & 0xff_ffff) &<< 32 | UInt64(connection)
    }
}
