internal import CPlatform
internal import Glibc

/// An event loop over epoll: readiness is told once per wait, and bytes are read and written by system calls.
final class EpollLoop: EventLoop {
    static let name = "epoll"

    private(set) var stamp: UInt64 = 0
    private let poll: EventPoll
    private let sockets: UnsafeMutablePointer<Socket>
    private let buffer: UnsafeMutableRawBufferPointer
    /// What the last wait found, and how much of it has been looked at.
    private var ready = UnsafeBufferPointer<cplatform_event>(start: nil, count: 0)
    private var looked = 0
    private var pending: LoopEvent?

    private let timer: Int32
    private var alarm = Alarm()

    private static let connectorTag = UInt64.max
    private static let timerTag = UInt64.max - 1
    private static let listening = CPLATFORM_IN | CPLATFORM_ENDS
    private static let bufferBytes = 64 << 10

    private struct Socket {
        var descriptor: Int32 = -1
        var isEncrypted = false
        /// What epoll tells of.
        var events: UInt32 = 0
        /// Whether it had ended when epoll last told of it.
        var mayHaveEnded = false
        /// What could not be sent yet.
        var rest = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    init(connections: Int) throws(EngineError) {
        poll = try EventPoll()
        timer = cplatform_timer_create()
        sockets = .allocate(capacity: connections)
        sockets.initialize(repeating: Socket(), count: connections)
        buffer = .allocate(byteCount: EpollLoop.bufferBytes, alignment: 64)
        guard timer >= 0 else { throw .system("timerfd_create", errno: -timer) }
        register(timer, CPLATFORM_IN, EpollLoop.timerTag, isNew: true)
    }

    deinit {
        if timer >= 0 { close(timer) }
        sockets.deallocate()
        buffer.deallocate()
    }

    func begin() {
        cplatform_use_exact_timers()
        stamp = cplatform_monotonic_ns()
    }

    func watchConnector(_ descriptor: Int32) {
        register(descriptor, CPLATFORM_IN, EpollLoop.connectorTag, isNew: true)
    }

    func open(_ connection: Int, socket: Int32, isEncrypted: Bool) {
        sockets[connection] = Socket(descriptor: socket, isEncrypted: isEncrypted, events: EpollLoop.listening)
        register(socket, EpollLoop.listening, UInt64(connection), isNew: true)
    }

    func watchEnd(_ connection: Int) {
        // epoll tells of it until the socket is closed.
    }

    func hasEnded(_ connection: Int) -> Bool {
        sockets[connection].mayHaveEnded && cplatform_peek(sockets[connection].descriptor) == 0
    }

    func release(_ connection: Int) -> Bool {
        poll.forget(sockets[connection].descriptor)
        sockets[connection].descriptor = -1
        return true
    }

    // MARK: - Sending

    func send(_ connection: Int, _ bytes: UnsafeRawBufferPointer, isStable: Bool) -> SendResult {
        let sent = cplatform_send(sockets[connection].descriptor, bytes.baseAddress, UInt(bytes.count))
        if sent == bytes.count { return .done }
        guard sent >= 0 || sent == -Int(EAGAIN) else { return .failed(Int32(-sent)) }
        sockets[connection].rest = UnsafeRawBufferPointer(rebasing: bytes[max(0, sent)...])
        awaitWritable(connection)
        return .pending
    }

    func awaitWritable(_ connection: Int) {
        watch(connection, EpollLoop.listening | CPLATFORM_OUT)
    }

    private func goOn(_ connection: Int) -> LoopEvent? {
        let rest = sockets[connection].rest
        let sent = cplatform_send(sockets[connection].descriptor, rest.baseAddress, UInt(rest.count))
        guard sent >= 0 || sent == -Int(EAGAIN) else { return .sendFailed(connection, errno: Int32(-sent)) }
        sockets[connection].rest = UnsafeRawBufferPointer(rebasing: rest[max(0, sent)...])
        guard sockets[connection].rest.isEmpty else { return nil }
        watch(connection, EpollLoop.listening)
        return .flushed(connection)
    }

    // MARK: - Waiting

    func wait(until deadline: UInt64, holding hold: UInt64) {
        let now = cplatform_monotonic_ns()
        let isDue = deadline <= now
        if !isDue, alarm.moves(to: deadline) { cplatform_timer_set(timer, deadline) }
        if hold > 0, !isDue { cplatform_sleep(min(hold, deadline - now)) }
        ready = isDue ? poll.wait(0) : poll.wait()
        looked = 0
        stamp = cplatform_monotonic_ns()
    }

    func next() -> LoopEvent? {
        if let event = pending {
            pending = nil
            return event
        }
        while looked < ready.count {
            let event = ready[looked]
            looked &+= 1
            if event.tag == EpollLoop.connectorTag { return .connecting }
            if event.tag == EpollLoop.timerTag {
                cplatform_timer_clear(timer)
                alarm.wentOff()
                continue
            }
            if let found = look(Int(event.tag), event.events) { return found }
        }
        return nil
    }

    private func look(_ connection: Int, _ events: UInt32) -> LoopEvent? {
        // It may have been released since epoll told.
        guard sockets[connection].descriptor >= 0 else { return nil }
        sockets[connection].mayHaveEnded = events & CPLATFORM_ENDS != 0
        let isReadable = events & (CPLATFORM_IN | CPLATFORM_HUP | CPLATFORM_ERR) != 0
        guard events & CPLATFORM_OUT != 0 else { return isReadable ? read(connection) : nil }
        if sockets[connection].isEncrypted {
            watch(connection, EpollLoop.listening)
            if isReadable { pending = .readable(connection) }
            return .writable(connection)
        }
        // An answer may be there already, while the request is still being sent.
        guard let written = goOn(connection) else { return isReadable ? read(connection) : nil }
        return written
    }

    private func read(_ connection: Int) -> LoopEvent? {
        if sockets[connection].isEncrypted {
            stamp = cplatform_monotonic_ns()
            return .readable(connection)
        }
        let count = cplatform_receive(sockets[connection].descriptor, buffer.baseAddress, UInt(buffer.count))
        stamp = cplatform_monotonic_ns()
        if count > 0 {
            return .received(connection, UnsafeRawBufferPointer(start: buffer.baseAddress, count: count))
        }
        if count == -Int(EAGAIN) { return nil }
        return .ended(connection, errno: Int32(-count))
    }

    private func watch(_ connection: Int, _ events: UInt32) {
        guard sockets[connection].events != events else { return }
        sockets[connection].events = events
        register(sockets[connection].descriptor, events, UInt64(connection), isNew: false)
    }

    private func register(_ descriptor: Int32, _ events: UInt32, _ tag: UInt64, isNew: Bool) {
        let error = poll.register(descriptor, events: events, tag: tag, isNew: isNew)
        precondition(error == 0, "epoll_ctl failed: \(systemMessage(error))")
    }
}
