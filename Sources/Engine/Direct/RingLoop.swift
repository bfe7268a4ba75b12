internal import CPlatform
internal import CURing
internal import Glibc

/// An event loop over io_uring: receives stand by for each connection, and sends of many connections go to the kernel
/// in one system call.
final class RingLoop: EventLoop {
    static let name = "uring"

    private(set) var stamp: UInt64 = 0
    private var hasBegun = false
    private let ring: Ring
    let buffers: RingBuffers
    let sockets: UnsafeMutablePointer<Socket>
    private var connector: Int32 = -1
    /// Connections that have hung up, and may have bytes that were not told of.
    var hungUp: IndexQueue
    var alarm = Alarm()
    private let alarmTime: UnsafeMutablePointer<__kernel_timespec>
    /// Sends that are queued and not submitted.
    private var queued = 0
    /// The buffer of the last event, to be lent again.
    var borrowed: Int32 = -1

    /// Sends go to the kernel in groups no larger than this: their time stamp is that of the first of them.
    private static let mostQueued = 16
    /// Completions that end a wait which lets them gather.
    private static let mostHeld: UInt32 = 32
    /// The largest request that is taken for sent once the kernel has it: it fits into any socket's empty buffer.
    private static let mostUntold = 4096

    struct Socket {
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
    enum Kind: UInt64 {
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
        if !hasBegun {
            hasBegun = true
            cplatform_use_exact_timers()
            ring.enable()
            watchConnector()
        }
        stamp = cplatform_monotonic_ns()
    }

    // MARK: - Connections

    func watchConnector(_ descriptor: Int32) {
        connector = descriptor
    }

    func watchConnector() {
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

    func listen(_ connection: Int) {
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

    func submitQueued() {
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
        if deadline > now { setAlarm(deadline) }
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

    private func setAlarm(_ deadline: UInt64) {
        let isFirst = alarm.time == .max
        guard alarm.moves(to: deadline) else { return }
        alarmTime.pointee.tv_sec = Int64(deadline / 1_000_000_000)
        alarmTime.pointee.tv_nsec = Int64(deadline % 1_000_000_000)
        if isFirst {
            curing_alarm(ring.entry(), alarmTime, Kind.alarm.rawValue &<< 56)
        } else {
            curing_move_alarm(ring.entry(), alarmTime, Kind.alarm.rawValue &<< 56, Kind.cancel.rawValue &<< 56)
        }
    }

    func next() -> LoopEvent? {
        giveBack()
        var completion = curing_completion()
        while ring.take(&completion) {
            if let event = event(completion) { return event }
        }
        return nextEnd()
    }

    func giveBack() {
        guard borrowed >= 0 else { return }
        buffers.lend(UInt16(truncatingIfNeeded: borrowed))
        borrowed = -1
    }

    func tag(_ kind: Kind, _ connection: Int) -> UInt64 {
        kind.rawValue &<< 56 | UInt64(sockets[connection].generation & 0xff_ffff) &<< 32 | UInt64(connection)
    }
}
