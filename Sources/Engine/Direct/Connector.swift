internal import CCurl
internal import CPlatform
internal import Glibc
internal import Statistics

/// Opens connections through libcurl, so that name look-up, proxies, Unix sockets and TLS are its work, and lends
/// their sockets to whoever speaks HTTP on them.
///
/// Each connection has an easy handle with `CURLOPT_CONNECT_ONLY` that stays in the multi handle as long as the connection
/// lives, since taking it out closes it.
final class Connector {
    /// What became of opening a connection.
    enum Event {
        case opened(Int, socket: Int32, Handshake)
        case failed(Int, Failure)
        /// libcurl has ended the TLS session of an open connection.
        case lost(Int)
    }

    private let settings: SharedSettings
    private let shared: UnsafeMutablePointer<ConnectorShared>
    private let openings: UnsafeMutablePointer<Opening>
    /// What is known of each connection's TLS; nil for plain ones.
    private let tls: UnsafeMutablePointer<TLSSessions>?
    private let count: Int
    private var made = 0
    /// Connections that wait for leave to be opened.
    private var queue: IndexQueue
    /// Connections that are opened again as soon as there is time.
    private var reopened: IndexQueue
    private var pacer: ConnectPacer
    /// Whether every opening is paced, or only the first of each connection.
    private let pacesReopening: Bool

    /// - Parameters:
    ///   - count: how many connections there may be.
    ///   - pacer: when the next one may be opened.
    init(
        connections count: Int,
        settings: SharedSettings,
        options: ConnectionOptions,
        pacer: ConnectPacer
    ) throws(EngineError) {
        self.settings = settings
        self.count = count
        self.pacer = pacer
        pacesReopening = options.connectRate != nil
        queue = IndexQueue(capacity: count)
        reopened = IndexQueue(capacity: count)
        shared = .allocate(capacity: 1)
        shared.initialize(
            to: ConnectorShared(multi: try MultiHandle(), poll: try EventPoll(), count, isTLS: settings.isTLS)
        )
        shared.pointee.listen(at: shared)
        openings = .allocate(capacity: count)
        tls = settings.isTLS ? .allocate(capacity: count) : nil
        tls?.initialize(repeating: TLSSessions(trust: settings.trust, reuses: options.reusesSessions), count: count)
        for index in 0..<count {
            (openings + index).initialize(to: Opening(easy: try EasyHandle(), index: index, shared: shared))
            made += 1
            (openings + index).pointee.configure(at: openings + index, options, settings)
            if let tls { TLSSessions.listen(openings[index].easy, at: tls + index) }
        }
    }

    deinit {
        for index in 0..<made where openings[index].state != .closed { close(index) }
        openings.deinitialize(count: made)
        shared.deinitialize(count: 1)
        if let tls { for index in 0..<count { tls[index].free() } }
        tls?.deallocate()
        openings.deallocate()
        shared.deallocate()
    }

    /// Readable when `act` has something to do.
    var descriptor: Int32 { shared.pointee.poll.descriptor }

    /// When `act` is to be called at the latest, in monotonic nanoseconds.
    var deadline: UInt64 {
        if !reopened.isEmpty { return 0 }
        return queue.isEmpty ? shared.pointee.deadline : min(shared.pointee.deadline, pacer.next)
    }

    /// The most connections that one call of `act` opens again: libcurl starts them all in one go, at some 50 µs each.
    private static let mostReopened = 64

    /// Opens connection number `index`, which is closed; an event tells what became of it.
    func open(_ index: Int) {
        if openings[index].wasOpened, !pacesReopening {
            reopened.add(index)
        } else {
            queue.add(index)
        }
    }

    private func start(_ index: Int) {
        openings[index].wasOpened = true
        openings[index].state = .opening
        shared.pointee.multi.add(openings[index].easy)
    }

    /// Closes connection number `index`, whose socket nobody uses any more.
    func close(_ index: Int) {
        let socket = openings[index].lost
        openings[index].lost = -1
        openings[index].state = .closed
        shared.pointee.multi.remove(openings[index].easy)
        tls?[index].session = nil
        if socket >= 0 { Glibc.close(socket) }
    }

    /// The TLS session of an open connection; nil without TLS.
    func session(_ index: Int) -> OpaquePointer? {
        tls?[index].session
    }

    /// Lets libcurl do what is to be done.
    func act() {
        let now = cplatform_monotonic_ns()
        while let next = queue.first, pacer.take(now) {
            queue.removeFirst()
            start(next)
        }
        for _ in 0..<Connector.mostReopened {
            guard let next = reopened.first else { break }
            reopened.removeFirst()
            start(next)
        }
        for event in shared.pointee.poll.wait(0) {
            shared.pointee.multi.act(on: Int32(truncatingIfNeeded: event.tag), EventPoll.curlBits(event.events))
        }
        if shared.pointee.deadline <= cplatform_monotonic_ns() {
            shared.pointee.deadline = .max
            shared.pointee.multi.actOnTimer()
        }
    }

    /// The next thing that `act` brought about.
    func next() -> Event? {
        if let index = shared.pointee.lost.first {
            shared.pointee.lost.removeFirst()
            return .lost(index)
        }
        guard let (easy, code) = shared.pointee.multi.nextFinished() else { return nil }
        guard let owner = EasyHandle.owner(easy) else { return nil }
        let opening = owner.assumingMemoryBound(to: Opening.self)
        let index = opening.pointee.index
        guard code == CURLE_OK else {
            let failure = opening.pointee.failure(code)
            close(index)
            return .failed(index, failure)
        }
        opening.pointee.state = .open
        return .opened(index, socket: EasyHandle.activeSocket(easy), EasyHandle.handshake(easy))
    }
}

/// What the openings of a `Connector` share; its address is libcurl's callback context.
struct ConnectorShared: ~Copyable {
    let multi: MultiHandle
    let poll: EventPoll
    /// When libcurl wants to act on its own, in monotonic nanoseconds.
    var deadline = UInt64.max
    /// Connections whose TLS session libcurl ended on its own.
    var lost: IndexQueue

    let isTLS: Bool

    init(multi: consuming MultiHandle, poll: consuming EventPoll, _ connections: Int, isTLS: Bool) {
        self.isTLS = isTLS
        self.multi = multi
        self.poll = poll
        lost = IndexQueue(capacity: connections)
    }

    func listen(at address: UnsafeMutablePointer<ConnectorShared>) {
        multi.onSocket(socketChanged, address)
        multi.onTimer(timerChanged, address)
    }

    /// - Parameter isKnown: whether the socket is registered.
    fileprivate func watch(_ socket: Int32, _ what: Int32, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else { return poll.forget(socket) }
        let error = poll.register(
            socket,
            events: EventPoll.bits(what),
            tag: UInt64(UInt32(bitPattern: socket)),
            isNew: !isKnown
        )
        precondition(error == 0, "epoll_ctl failed: \(systemMessage(error))")
        if !isKnown { multi.assign(socket, UnsafeMutableRawPointer(bitPattern: 1)) }
    }

    fileprivate mutating func setTimer(_ milliseconds: Int) {
        deadline = milliseconds < 0 ? .max : cplatform_monotonic_ns() + UInt64(milliseconds) * 1_000_000
    }
}

private func socketChanged(
    _: UnsafeMutableRawPointer?,
    _ socket: curl_socket_t,
    _ what: Int32,
    _ context: UnsafeMutableRawPointer?,
    _ mark: UnsafeMutableRawPointer?
) -> Int32 {
    context?.assumingMemoryBound(to: ConnectorShared.self).pointee.watch(socket, what, isKnown: mark != nil)
    return 0
}

private func timerChanged(
    _: UnsafeMutableRawPointer?,
    _ milliseconds: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    context?.assumingMemoryBound(to: ConnectorShared.self).pointee.setTimer(milliseconds)
    return 0
}
