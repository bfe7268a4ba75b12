internal import CCurl
internal import CPlatform
internal import Glibc
internal import Statistics

/// One slot: its easy handle and the request it carries.
///
/// Its address is libcurl's callback context.
struct MultiSlot: ~Copyable {
    let easy: EasyHandle
    let index: Int
    let connection: UnsafeMutablePointer<MultiConnection>
    /// The request that the handle is set up for, to which it points; nil before the first.
    var request: PreparedRequest?
    /// Whether a transfer is under way.
    var isBusy = false
    /// Why the system gave no socket, 0 where it did.
    var openError: Int32 = 0
    /// When the first byte of the request was about to be written, 0 before that.
    var sentAt: UInt64 = 0
    /// Whether `send` returned before the request was sent.
    var isDeferred = false
    /// Whether its request waits for the connection to be open before libcurl gets it.
    var isParked = false
    /// Whether its request may open a connection; else it was made for one that is open.
    var mayOpen = true
    /// Its `traceparent`, where requests are traced.
    var trace: TraceLine?
    var body = ByteBuffer()
    var head = ByteBuffer()
    private var keepsBody = false
    private var bodyBytes = 0

    init(easy: consuming EasyHandle, index: Int, connection: UnsafeMutablePointer<MultiConnection>) {
        self.easy = easy
        self.index = index
        self.connection = connection
    }

    /// Starts the callbacks, with the value's own stable address as their context.
    mutating func listen(at address: UnsafeMutablePointer<MultiSlot>, needsBody: Bool, needsHead: Bool) {
        keepsBody = needsBody
        easy.onWrite(bodyReceived, address)
        if needsHead { easy.onHeader(headReceived, address) }
        easy.onBeforeRequest(requestStarts, address)
        easy.onOpenSocket(socketOpens, address)
        // Connections outlive slots' transfers and are closed by the multi handle: the context is the shared state.
        easy.onCloseSocket(socketCloses, connection.pointee.shared)
    }

    /// Whether libcurl has its request.
    var isUnderWay: Bool { isBusy && !isParked }

    /// Makes ready for a new transfer.
    mutating func begin() {
        isBusy = true
        isDeferred = false
        sentAt = 0
        openError = 0
        bodyBytes = 0
        body.empty()
        head.empty()
    }

    /// The finished answer, its last byte read at `now`.
    func answer(at now: UInt64) -> Answer {
        // Counted back from the end: what libcurl has as the transfer's start lies before or after `sentAt`.
        let sinceFirstByte =
            EasyHandle.microseconds(easy.pointer, CURLINFO_TOTAL_TIME_T)
            &- EasyHandle.microseconds(easy.pointer, CURLINFO_STARTTRANSFER_TIME_T)
        let headBytes = EasyHandle.long(easy.pointer, CURLINFO_HEADER_SIZE)
        return Answer(
            status: EasyHandle.long(easy.pointer, CURLINFO_RESPONSE_CODE),
            sentAt: sentAt,
            firstByteAt: max(sentAt, now &- min(sinceFirstByte &* 1000, now)),
            lastByteAt: now,
            bytes: headBytes + bodyBytes,
            headBytes: headBytes,
            body: 0..<body.bytes.count,
            head: 0..<head.bytes.count
        )
    }

    fileprivate mutating func start() -> Int32 {
        // A second start of one transfer is libcurl's silent retry after the server closed the connection. To us
        // the request was broken off, and is counted so.
        guard sentAt == 0 else { return Int32(CCURL_PREREQ_ABORT) }
        sentAt = cplatform_monotonic_ns()
        connection.pointee.isOpen = true
        if isDeferred || connection.pointee.openedBy >= 0 { connection.pointee.hasStarts = true }
        return Int32(CCURL_PREREQ_OK)
    }

    fileprivate mutating func open(_ address: curl_sockaddr) -> curl_socket_t {
        guard sentAt == 0 else { return CURL_SOCKET_BAD }
        guard mayOpen else {
            connection.pointee.isOpen = false
            return CURL_SOCKET_BAD
        }
        let socket = EasyHandle.openSocket(for: address)
        openError = socket < 0 ? errno : 0
        guard socket >= 0 else { return CURL_SOCKET_BAD }
        connection.pointee.shared.pointee.sockets[socket] = SocketTable.Entry(connection: connection)
        connection.pointee.openedBy = index
        connection.pointee.socket = socket
        connection.pointee.hasHeard = false
        return socket
    }

    fileprivate mutating func receiveHead(_ line: UnsafeRawBufferPointer) {
        // What comes behind the body are trailers.
        if bodyBytes == 0 { head.append(line) }
    }

    fileprivate mutating func receive(_ bytes: UnsafeRawBufferPointer) {
        bodyBytes += bytes.count
        if keepsBody { body.append(bytes) }
    }
}

private func requestStarts(
    _ context: UnsafeMutableRawPointer?,
    _: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?,
    _: Int32,
    _: Int32
) -> Int32 {
    context?.assumingMemoryBound(to: MultiSlot.self).pointee.start() ?? Int32(CCURL_PREREQ_ABORT)
}

private func bodyReceived(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    received(bytes, count, context) { $0.receive($1) }
}

private func headReceived(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    received(bytes, count, context) { $0.receiveHead($1) }
}

/// Gives what libcurl has received to the slot that is its context.
private func received(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?,
    _ take: (inout MultiSlot, UnsafeRawBufferPointer) -> Void
) -> Int {
    guard let bytes, let context else { return 0 }
    take(&context.assumingMemoryBound(to: MultiSlot.self).pointee, UnsafeRawBufferPointer(start: bytes, count: count))
    return count
}

private func socketOpens(
    _ context: UnsafeMutableRawPointer?,
    _: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address else { return CURL_SOCKET_BAD }
    return context.assumingMemoryBound(to: MultiSlot.self).pointee.open(address.pointee)
}

private func socketCloses(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> Int32 {
    context?.assumingMemoryBound(to: MultiShared.self).pointee.closed(socket)
    return close(socket)
}
