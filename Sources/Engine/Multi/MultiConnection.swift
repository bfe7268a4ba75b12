internal import CCurl
internal import CPlatform
internal import Glibc
internal import Statistics

/// What the connections of one `MultiTransport` share.
struct MultiShared: ~Copyable {
    let poll: EventPoll
    var sockets = SocketTable()

    init(poll: consuming EventPoll) {
        self.poll = poll
    }

    /// Follows libcurl's wish for a socket, touching epoll only where the registration changes.
    mutating func watch(_ socket: Int32, for wanted: UInt32, tag: UInt64) {
        var entry = sockets[socket]
        entry.wanted = wanted
        if wanted == 0, entry.connection == nil {
            poll.forget(socket)
            entry.registered = 0
        } else if wanted != 0, wanted != entry.registered {
            let error = poll.register(socket, events: wanted, tag: tag, isNew: entry.registered == 0)
            precondition(error == 0, "epoll_ctl failed: \(systemMessage(error))")
            entry.registered = wanted
        }
        sockets[socket] = entry
    }

    /// Forgets a socket that is being closed.
    mutating func closed(_ socket: Int32) {
        // The one before it may go after the next one has come, e.g. when an HTTP/2 server has said goodbye.
        if let connection = sockets[socket].connection, connection.pointee.socket == socket {
            connection.pointee.isOpen = false
        }
        sockets[socket] = SocketTable.Entry()
    }

    /// Takes a socket that nobody waits for out of epoll; `watch` puts it back.
    mutating func ignore(_ socket: Int32) {
        poll.forget(socket)
        sockets[socket].registered = 0
    }
}

/// One connection: its multi handle and what libcurl last said of it.
///
/// Its address is libcurl's callback context.
struct MultiConnection: ~Copyable {
    let multi: MultiHandle
    let index: Int
    let shared: UnsafeMutablePointer<MultiShared>
    /// When libcurl wants to act on its own, in monotonic nanoseconds.
    var timerDeadline = UInt64.max
    /// Whether requests have been sent on it and its socket is open.
    var isOpen = false
    /// Whether something has come on it: of HTTP/2, the server's settings come first (RFC 9113, section 3.4).
    var hasHeard = false
    /// The socket that was opened last, -1 before the first.
    var socket: Int32 = -1
    /// Requests since it was opened.
    var requests = 0
    /// Requests that wait for it to be open.
    var parked = 0
    /// The slot whose request opened the connection, until that is told; else -1.
    var openedBy = -1
    /// Whether a request that had to wait for the connection was sent since that was last told.
    var hasStarts = false

    init(multi: consuming MultiHandle, index: Int, shared: UnsafeMutablePointer<MultiShared>) {
        self.multi = multi
        self.index = index
        self.shared = shared
    }

    /// Starts the callbacks, with the value's own stable address as their context.
    ///
    /// - Parameter streams: how many requests may be in flight on it; libcurl's own limit is 100.
    func listen(at address: UnsafeMutablePointer<MultiConnection>, streams: Int) {
        multi.onSocket(socketChanged, address)
        multi.onTimer(timerChanged, address)
        // One multi is one connection: a second one would be opened by streams that don't fit into the first.
        multi.set(CURLMOPT_MAX_HOST_CONNECTIONS, 1)
        multi.set(CURLMOPT_MAX_CONCURRENT_STREAMS, streams)
    }

    fileprivate func watch(_ socket: Int32, _ what: Int32) {
        shared.pointee.watch(
            socket,
            for: EventPoll.bits(what),
            tag: UInt64(index) << 32 | UInt64(UInt32(bitPattern: socket))
        )
    }

    fileprivate mutating func setTimer(_ milliseconds: Int) {
        timerDeadline =
            milliseconds < 0 ? .max : cplatform_monotonic_ns() + UInt64(milliseconds) * 1_000_000
    }
}

private func socketChanged(
    _: UnsafeMutableRawPointer?,
    _ socket: curl_socket_t,
    _ what: Int32,
    _ context: UnsafeMutableRawPointer?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    context?.assumingMemoryBound(to: MultiConnection.self).pointee.watch(socket, what)
    return 0
}

private func timerChanged(
    _: UnsafeMutableRawPointer?,
    _ milliseconds: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    context?.assumingMemoryBound(to: MultiConnection.self).pointee.setTimer(milliseconds)
    return 0
}
