internal import CPlatform
internal import Statistics
internal import Workload

/// The engine for HTTP/1.1 that costs least: libcurl opens and owns the connections, and requests and answers go
/// straight between our buffers and the sockets.
final class DirectTransport<Loop: EventLoop>: Transport {
    let loop: Loop
    let connector: Connector
    let requests: [RenderedRequest]
    let needsBody: Bool
    let needsHead: Bool
    /// Requests that may be under way on one connection.
    let depth: Int
    let connections: UnsafeMutablePointer<DirectConnection>
    let slots: UnsafeMutablePointer<DirectSlot>
    let slotCount: Int
    /// The bodies of the slots, where they are kept.
    let bodies: UnsafeMutablePointer<ByteBuffer>
    /// The heads of the answers of the slots, where they are kept.
    let answerHeads: UnsafeMutablePointer<ByteBuffer>
    /// The bytes of each slot's request, where requests are made one by one or have parts of their own.
    let ownBytes: UnsafeMutablePointer<ByteBuffer>
    let ownCount: Int
    /// Whether the connection stays open after requests that are made one by one, unless they ask for its end.
    let keepsAlive: Bool
    /// Whether each request gets a `traceparent` of its own.
    let tracesRequests: Bool
    /// After how many answers a connection is closed.
    let answersPerConnection: Int
    /// Whether several requests of a connection go out together.
    let sendsBatches: Bool
    /// The batches of the connections, where there are some.
    let batches: UnsafeMutablePointer<Batch>
    let batchCount: Int
    /// Connections with something to send in their batch.
    var dirty: IndexQueue
    let buffer: UnsafeMutableRawBufferPointer
    /// The heads of answers by the number of their request; more requests than there are heads share them.
    let heads: UnsafeMutablePointer<RecurringHead>
    let headCount: Int
    var events: EventQueue
    var traces = TraceParent()
    var coalescing = Coalescing()
    private(set) var polls = 0
    /// Whether an answer has come since the last wait.
    var hasAnswers = false
    /// The last reading of the clock: when the bytes that are being looked at had been read, or after that.
    var stamp: UInt64 = 0

    /// Requests that wait to be sent together.
    struct Batch: ~Copyable {
        var writing = ByteBuffer()
        var waiting = ByteBuffer()

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
    ///   - needsBody: whether bodies are kept for checks.
    ///   - needsHead: whether heads are kept.
    ///   - makesRequests: whether there will be requests that are made one by one.
    ///   - keepsAlive: whether connections stay open after those, unless they ask for the end.
    ///   - tracesRequests: whether each request gets a `traceparent` of its own.
    ///   - answersPerConnection: after how many answers a connection is closed; `.max` for never.
    init(
        loop: Loop,
        connector: Connector,
        connections count: Int,
        depth: Int,
        requests: [RenderedRequest],
        needsBody: Bool,
        needsHead: Bool = false,
        makesRequests: Bool = false,
        keepsAlive: Bool = true,
        tracesRequests: Bool = false,
        answersPerConnection: Int = .max
    ) {
        self.loop = loop
        self.connector = connector
        self.requests = requests
        self.needsBody = needsBody
        self.needsHead = needsHead
        self.depth = depth
        self.keepsAlive = keepsAlive
        self.tracesRequests = tracesRequests
        self.answersPerConnection = answersPerConnection
        slotCount = count * depth
        connections = .allocate(capacity: count)
        connections.initialize(repeating: DirectConnection(), count: count)
        slots = .allocate(capacity: slotCount)
        for slot in 0..<slotCount { (slots + slot).initialize(to: DirectSlot(connection: Int32(slot / depth))) }
        bodies = .allocate(capacity: needsBody ? slotCount : 0)
        if needsBody { for slot in 0..<slotCount { (bodies + slot).initialize(to: ByteBuffer()) } }
        answerHeads = .allocate(capacity: needsHead ? slotCount : 0)
        if needsHead { for slot in 0..<slotCount { (answerHeads + slot).initialize(to: ByteBuffer()) } }
        sendsBatches = depth > 1
        batchCount = sendsBatches ? count : 0
        batches = .allocate(capacity: batchCount)
        for connection in 0..<batchCount { (batches + connection).initialize(to: Batch()) }
        ownCount = makesRequests || tracesRequests ? slotCount : 0
        ownBytes = .allocate(capacity: ownCount)
        for slot in 0..<ownCount { (ownBytes + slot).initialize(to: ByteBuffer()) }
        dirty = IndexQueue(capacity: count)
        buffer = .allocate(byteCount: 16 << 10, alignment: 64)
        headCount = max(1, min(requests.count, 64))
        heads = .allocate(capacity: headCount)
        for head in 0..<headCount { (heads + head).initialize(to: RecurringHead()) }
        events = EventQueue(capacity: 64 + 2 * depth)
        loop.watchConnector(connector.descriptor)
    }

    deinit {
        connections.deallocate()
        slots.deallocate()
        bodies.deinitialize(count: needsBody ? slotCount : 0)
        bodies.deallocate()
        answerHeads.deinitialize(count: needsHead ? slotCount : 0)
        answerHeads.deallocate()
        batches.deinitialize(count: batchCount)
        batches.deallocate()
        ownBytes.deinitialize(count: ownCount)
        ownBytes.deallocate()
        heads.deinitialize(count: headCount)
        heads.deallocate()
        buffer.deallocate()
    }

    // MARK: - Transport

    func begin() {
        loop.begin()
        coalescing.begin()
        stamp = loop.stamp
    }

    var now: UInt64 { max(stamp, loop.stamp) }

    func send(_ request: Int, on index: Int) -> UInt64 {
        let rendered = requests[request]
        let slot = slots + index
        slot.pointee.request = Int32(truncatingIfNeeded: request)
        slot.pointee.left = rendered.answers
        slot.pointee.hasOwnBytes = false
        slot.pointee.isHead = rendered.isHead
        slot.pointee.asksToClose = rendered.asksToClose
        return send(on: index)
    }

    func send(_ made: MadeRequest, on index: Int) -> UInt64 {
        let slot = slots + index
        slot.pointee.left = Int32(truncatingIfNeeded: made.facts.count)
        slot.pointee.isHead = made.facts.isHead
        slot.pointee.asksToClose = !keepsAlive || made.facts.asksToClose
        slot.pointee.hasOwnBytes = true
        ownBytes[index].empty()
        if tracesRequests {
            traces.append(made.bytes, to: &ownBytes[index])
        } else {
            ownBytes[index].append(made.bytes)
        }
        return send(on: index)
    }

    private func send(on index: Int) -> UInt64 {
        let slot = slots + index
        let number = Int(slot.pointee.connection)
        let connection = connections + number
        slot.pointee.isBusy = true
        slot.pointee.sentAt = 0
        if needsBody { bodies[index].empty() }
        if needsHead { answerHeads[index].empty() }
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
        let isSent = slots[index].sentAt > 0
        // It goes out with the next batch.
        guard isSent || connections[number].phase != .open else { return false }
        slots[index].isBusy = false
        if isSent {
            breakOff(number, .sharedTimeout)
        } else {
            // A connection that is being opened may be of use to others.
            remove(index, from: connections + number)
        }
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
                // The next call waits, and takes along what was sent.
                guard events.isEmpty else { break }
                let holding = hasAnswers ? coalescing.hold(at: now) : 0
                hasAnswers = false
                loop.wait(until: min(deadline, connector.deadline), holding: holding)
                polls &+= 1
                stamp = loop.stamp
                hasWaited = true
                if connector.deadline <= stamp { connect() }
            }
        }
        return events.take()
    }

    func head(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer {
        guard needsHead else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: answerHeads[slot].bytes[answer.head])
    }

    var longestHold: UInt64 { coalescing.longest }

    func finish() {
        loop.wait(until: 0, holding: 0)
    }

    func body(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer {
        guard needsBody else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bodies[slot].bytes[answer.body])
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

    /// Takes out a slot whose request is not sent.
    private func remove(_ index: Int, from connection: UnsafeMutablePointer<DirectConnection>) {
        var before: Int32 = -1
        var place = connection.pointee.first
        while place >= 0, place != Int32(truncatingIfNeeded: index) {
            before = place
            place = slots[Int(place)].next
        }
        guard place >= 0 else { return }
        if before < 0 {
            connection.pointee.first = slots[index].next
        } else {
            slots[Int(before)].next = slots[index].next
        }
        if connection.pointee.last == place { connection.pointee.last = before }
    }

    func removeFirst(of connection: UnsafeMutablePointer<DirectConnection>) {
        connection.pointee.first = slots[Int(connection.pointee.first)].next
        connection.pointee.sent &-= 1
    }
}
