internal import CPlatform
internal import Statistics
internal import Workload

/// The engine for HTTP/1.1 that costs least: libcurl opens and owns the connections, and requests and answers go
/// straight between our buffers and the sockets.
final class DirectTransport<Loop: EventLoop>: Transport {
    private let loop: Loop
    private let connector: Connector
    private let requests: [RenderedRequest]
    private let keepsAlive: Bool
    private let needsBody: Bool
    /// Requests that may be under way on one connection.
    private let depth: Int
    private let connections: UnsafeMutablePointer<DirectConnection>
    private let slots: UnsafeMutablePointer<DirectSlot>
    private let slotCount: Int
    /// The bodies of the slots, where they are kept.
    private let bodies: UnsafeMutablePointer<BodyBuffer>
    /// The output of the connections, where several requests may be in it.
    private let outputs: UnsafeMutablePointer<Output>
    private var dirty: IndexQueue
    private let buffer: UnsafeMutableRawBufferPointer
    private var events: EventQueue
    /// The last reading of the clock: when the bytes that are being looked at had been read, or after that.
    private var stamp: UInt64 = 0

    /// Requests that wait to be sent together.
    private struct Output: ~Copyable {
        var writing = BodyBuffer()
        var waiting = BodyBuffer()

        /// Makes what waits what is being written.
        mutating func turn() {
            swap(&writing, &waiting)
            waiting.empty()
        }
    }

    /// - Parameters:
    ///   - loop: what bytes are sent and received by.
    ///   - connector: what opens connections, as many as there are.
    ///   - count: how many; slots are `connections` × `depth`, those of a connection side by side.
    ///   - depth: requests that may be under way on one connection.
    ///   - requests: the workload's requests, by number.
    ///   - keepsAlive: whether a connection serves more than one request.
    ///   - needsBody: whether bodies are kept for checks.
    init(
        loop: Loop,
        connector: Connector,
        connections count: Int,
        depth: Int,
        requests: [RenderedRequest],
        keepsAlive: Bool,
        needsBody: Bool
    ) {
        self.loop = loop
        self.connector = connector
        self.requests = requests
        self.keepsAlive = keepsAlive
        self.needsBody = needsBody
        self.depth = depth
        slotCount = count * depth
        connections = .allocate(capacity: count)
        connections.initialize(repeating: DirectConnection(), count: count)
        slots = .allocate(capacity: slotCount)
        for slot in 0..<slotCount { (slots + slot).initialize(to: DirectSlot(connection: Int32(slot / depth))) }
        bodies = .allocate(capacity: needsBody ? slotCount : 0)
        if needsBody { for slot in 0..<slotCount { (bodies + slot).initialize(to: BodyBuffer()) } }
        outputs = .allocate(capacity: depth > 1 ? count : 0)
        if depth > 1 { for connection in 0..<count { (outputs + connection).initialize(to: Output()) } }
        outputCount = depth > 1 ? count : 0
        dirty = IndexQueue(capacity: count)
        buffer = .allocate(byteCount: 16 << 10, alignment: 64)
        events = EventQueue(capacity: 64 + 2 * depth)
        loop.watchConnector(connector.descriptor)
    }

    private let outputCount: Int

    deinit {
        connections.deallocate()
        slots.deallocate()
        bodies.deinitialize(count: needsBody ? slotCount : 0)
        bodies.deallocate()
        outputs.deinitialize(count: outputCount)
        outputs.deallocate()
        buffer.deallocate()
    }

    // MARK: - Transport

    func begin() {
        loop.begin()
        stamp = loop.stamp
    }

    var now: UInt64 { max(stamp, loop.stamp) }

    func send(_ request: Int, on index: Int) -> UInt64 {
        let slot = slots + index
        let number = Int(slot.pointee.connection)
        let connection = connections + number
        slot.pointee.request = Int32(truncatingIfNeeded: request)
        slot.pointee.isBusy = true
        slot.pointee.left = requests[request].answers
        slot.pointee.sentAt = 0
        append(index, to: connection)
        switch connection.pointee.phase {
        case .open: transmit(index, number)
        case .closed: open(number)
        case .opening, .releasing: break
        }
        return slot.pointee.sentAt
    }

    func unanswered(on slot: Int) -> Int { Int(slots[slot].left) }

    func cancel(_ index: Int) -> Bool {
        guard slots[index].isBusy else { return false }
        let number = Int(slots[index].connection)
        slots[index].isBusy = false
        breakOff(number, .sharedTimeout)
        return true
    }

    func wait(until deadline: UInt64) -> UnsafeBufferPointer<TransportEvent> {
        var hasWaited = false
        while events.isEmpty {
            if let event = loop.next() {
                handle(event)
            } else if hasWaited {
                break
            } else {
                flush()
                if connector.deadline <= now { connect() }
                loop.wait(until: events.isEmpty ? min(deadline, connector.deadline) : 0)
                stamp = loop.stamp
                hasWaited = true
                if connector.deadline <= stamp { connect() }
            }
        }
        return events.take()
    }

    func body(of index: Int) -> UnsafeRawBufferPointer {
        needsBody ? bodies[index].bytes : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    // MARK: - Slots in order

    private func append(_ index: Int, to connection: UnsafeMutablePointer<DirectConnection>) {
        slots[index].next = -1
        if connection.pointee.isBusy {
            slots[Int(connection.pointee.last)].next = Int32(truncatingIfNeeded: index)
        } else {
            connection.pointee.first = Int32(truncatingIfNeeded: index)
        }
        connection.pointee.last = Int32(truncatingIfNeeded: index)
    }

    private func removeFirst(of connection: UnsafeMutablePointer<DirectConnection>) {
        connection.pointee.first = slots[Int(connection.pointee.first)].next
        connection.pointee.sent &-= 1
    }

    // MARK: - Connections

    private func open(_ number: Int) {
        connections[number].phase = .opening
        connector.open(number)
    }

    private func connect() {
        connector.act()
        while let event = connector.next() {
            switch event {
            case .opened(let number, let socket, let handshake): opened(number, socket, handshake)
            case .failed(let number, let failure): failed(number, failure)
            // libcurl does that where it finds the server's end of the connection, and nothing left to read.
            case .lost(let number): ended(number, 0)
            }
        }
    }

    private func opened(_ number: Int, _ socket: Int32, _ handshake: Handshake) {
        let connection = connections + number
        if depth > 1 { outputs[number].waiting.empty() }
        connection.pointee.open(connector.session(number).map { TLSChannel($0, socket: socket) })
        loop.open(number, socket: socket, isEncrypted: connection.pointee.channel != nil)
        guard connection.pointee.isBusy else { return }
        events.add(.connected(slot: Int(connection.pointee.first), handshake))
        stamp = cplatform_monotonic_ns()
        var next = connection.pointee.first
        while next >= 0, connection.pointee.phase == .open {
            let index = Int(next)
            next = slots[index].next
            if depth == 1 { sendFirst(number) } else { gather(index, number) }
        }
    }

    private func failed(_ number: Int, _ failure: Failure) {
        let connection = connections + number
        connection.pointee.phase = .closed
        while connection.pointee.isBusy {
            let index = Int(connection.pointee.first)
            connection.pointee.first = slots[index].next
            slots[index].isBusy = false
            events.add(.notSent(slot: index, failure))
        }
    }

    /// Gives up the connection, and with it the requests that were sent on it; those that were not keep their places.
    private func breakOff(_ number: Int, _ failure: Failure) {
        let connection = connections + number
        while connection.pointee.sent > 0 {
            let index = Int(connection.pointee.first)
            removeFirst(of: connection)
            // One that was cancelled is not told of.
            guard slots[index].isBusy else { continue }
            slots[index].isBusy = false
            events.add(.broken(slot: index, failure))
        }
        close(number)
    }

    private func close(_ number: Int) {
        connections[number].phase = .releasing
        if loop.release(number) { released(number) }
    }

    private func released(_ number: Int) {
        connector.close(number)
        connections[number].phase = .closed
        connections[number].channel = nil
        if connections[number].isBusy { open(number) }
    }

    // MARK: - Sending

    /// Sends the request of a slot, whose place on the connection is that of the next one to be sent.
    private func transmit(_ index: Int, _ number: Int) {
        guard depth == 1 else { return gather(index, number) }
        // Checks of the last answer may have taken their time.
        if needsBody { stamp = cplatform_monotonic_ns() }
        slots[index].sentAt = now
        connections[number].sent = 1
        write(requests[Int(slots[index].request)].bytes, number, isStable: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, _ number: Int, isStable: Bool) {
        if let channel = connections[number].channel { return encrypt(bytes, number, channel) }
        switch loop.send(number, bytes, isStable: isStable) {
        case .done: break
        case .pending: connections[number].isWriting = true
        case .failed(let errno): breakOff(number, .system(.write, errno))
        }
    }

    private func encrypt(_ bytes: UnsafeRawBufferPointer, _ number: Int, _ channel: TLSChannel) {
        let connection = connections + number
        connection.pointee.isWriting = true
        connection.pointee.unwritten = bytes
        switch channel.write(bytes) {
        case .bytes: connection.pointee.isWriting = false
        case .wantsWrite: loop.awaitWritable(number)
        case .wantsRead: break
        case .ended: breakOff(number, .closedBeforeAnswer)
        case .failed(let errno): breakOff(number, errno == 0 ? .tls : .system(.write, errno))
        }
    }

    /// The bytes that were being written are written: what had to wait for them follows.
    private func written(_ number: Int) {
        connections[number].isWriting = false
        if depth > 1 { markDirty(number) }
    }

    private func sendFirst(_ number: Int) {
        let index = Int(connections[number].first)
        transmit(index, number)
        if connections[number].sent > 0 { events.add(.sent(slot: index, at: slots[index].sentAt)) }
    }

    // MARK: - Several requests on a connection

    /// Adds the request of a slot to those that are sent together before the next wait.
    private func gather(_ index: Int, _ number: Int) {
        outputs[number].waiting.append(requests[Int(slots[index].request)].bytes)
        markDirty(number)
    }

    private func markDirty(_ number: Int) {
        guard !connections[number].isDirty else { return }
        connections[number].isDirty = true
        dirty.add(number)
    }

    /// Sends what was gathered.
    private func flush() {
        while let number = dirty.first {
            dirty.removeFirst()
            connections[number].isDirty = false
            let connection = connections + number
            guard connection.pointee.phase == .open, !connection.pointee.isWriting, depth > 1,
                !outputs[number].waiting.bytes.isEmpty
            else { continue }
            outputs[number].turn()
            tellSent(connection)
            write(outputs[number].writing.bytes, number, isStable: false)
        }
    }

    private func tellSent(_ connection: UnsafeMutablePointer<DirectConnection>) {
        stamp = cplatform_monotonic_ns()
        var next = connection.pointee.first
        while next >= 0 {
            let index = Int(next)
            next = slots[index].next
            guard slots[index].sentAt == 0 else { continue }
            slots[index].sentAt = stamp
            connection.pointee.sent &+= 1
            events.add(.sent(slot: index, at: stamp))
        }
    }

    // MARK: - Receiving

    private func handle(_ event: LoopEvent) {
        switch event {
        case .received(let number, let bytes):
            stamp = loop.stamp
            received(number, bytes)
        case .ended(let number, let errno): ended(number, errno)
        case .readable(let number): read(number)
        case .writable(let number): goOn(number)
        case .flushed(let number): written(number)
        case .sendFailed(let number, let errno): breakOff(number, .system(.write, errno))
        case .released(let number): released(number)
        case .connecting: connect()
        }
    }

    /// Goes on writing to an encrypted connection.
    private func goOn(_ number: Int) {
        guard connections[number].phase == .open, connections[number].isWriting,
            let channel = connections[number].channel
        else { return }
        encrypt(connections[number].unwritten, number, channel)
        if connections[number].phase == .open, !connections[number].isWriting { written(number) }
    }

    /// Reads from an encrypted connection.
    private func read(_ number: Int) {
        goOn(number)
        while connections[number].phase == .open, let channel = connections[number].channel {
            switch channel.read(buffer) {
            case .bytes(let count):
                stamp = cplatform_monotonic_ns()
                received(number, UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                // What OpenSSL has read already, the event loop cannot tell of. The session may be gone by now.
                guard connections[number].phase == .open, channel.hasPending else { return }
            case .wantsRead, .wantsWrite: return
            case .ended: ended(number, 0)
            case .failed(let errno): breakOff(number, errno == 0 ? .tls : .system(.read, errno))
            }
        }
    }

    private func received(_ number: Int, _ bytes: UnsafeRawBufferPointer) {
        let connection = connections + number
        var position = 0
        while connection.pointee.phase == .open {
            guard connection.pointee.sent > 0 else {
                if position < bytes.count { breakOff(number, .http(.excess)) }
                return
            }
            let index = Int(connection.pointee.first)
            if connection.pointee.isBetweenAnswers {
                guard position < bytes.count else { return }
                beginAnswer(connection, index)
            }
            switch connection.pointee.parser.parse(bytes, from: &position) {
            case .needsMore: return
            case .body(let start, let count):
                bodies[index].append(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
            case .complete: finish(number, index, hasMore: position < bytes.count)
            case .failed(let violation): breakOff(number, .http(violation))
            }
        }
    }

    private func beginAnswer(_ connection: UnsafeMutablePointer<DirectConnection>, _ index: Int) {
        connection.pointee.isBetweenAnswers = false
        connection.pointee.firstByteAt = stamp
        connection.pointee.parser.begin(
            isHead: requests[Int(slots[index].request)].isHead,
            wantsBody: needsBody
        )
        if needsBody { bodies[index].empty() }
    }

    private func finish(_ number: Int, _ index: Int, hasMore: Bool) {
        let connection = connections + number
        let left = slots[index].left &- 1
        // The rest belongs to no request: where this answer really ended cannot be told.
        if hasMore, left == 0, connection.pointee.sent == 1 { return breakOff(number, .http(.excess)) }
        connection.pointee.isBetweenAnswers = true
        slots[index].left = left
        if left == 0 {
            removeFirst(of: connection)
            slots[index].isBusy = false
        }
        let parser = connection.pointee.parser
        events.add(
            .answered(
                slot: index,
                Answer(
                    status: parser.status,
                    sentAt: slots[index].sentAt,
                    firstByteAt: connection.pointee.firstByteAt,
                    lastByteAt: stamp,
                    bytes: parser.bytes,
                    left: Int(left)
                )
            )
        )
        // An answer that came before its request was sent leaves the rest of the request on the way.
        let isEarly = connection.pointee.isWriting && connection.pointee.sent == 0
        if !parser.keepsAlive || !keepsAlive || isEarly { breakOff(number, .closedBeforeAnswer) }
    }

    private func ended(_ number: Int, _ errno: Int32) {
        let connection = connections + number
        guard connection.pointee.phase == .open else { return }
        guard errno == 0 else { return breakOff(number, .system(.read, errno)) }
        guard !connection.pointee.isBetweenAnswers else { return breakOff(number, .closedBeforeAnswer) }
        switch connection.pointee.parser.end() {
        case .complete: finish(number, Int(connection.pointee.first), hasMore: false)
        case .beforeAnswer: breakOff(number, .closedBeforeAnswer)
        case .withinAnswer: breakOff(number, .closedWithinAnswer)
        }
    }
}
