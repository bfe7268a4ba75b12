internal import CCurl
internal import CPlatform
internal import Glibc
internal import Statistics
internal import Workload

/// The engine that speaks all that libcurl speaks: transfers run in multi handles, driven by epoll.
///
/// Each connection has a multi handle of its own, so that a slot owns exactly its connection: with one multi for all,
/// libcurl would hand a transfer whatever connection is free, and put all streams of HTTP/2 on one.
final class MultiTransport: Transport {
    private let options: ConnectionOptions
    private let settings: SharedSettings
    /// Whether HTTP/2 is spoken without being negotiated.
    private let isPriorKnowledge: Bool
    private let requests: [PreparedRequest]
    /// How requests that are made one by one are sent.
    private let manner: PreparedRequest.Manner
    private let slots: UnsafeMutablePointer<MultiSlot>
    private let connections: UnsafeMutablePointer<MultiConnection>
    private let shared: UnsafeMutablePointer<MultiShared>
    /// libcurl's own deadlines, one a connection.
    private var timers: DeadlineHeap
    private var events: EventQueue
    private var traces = TraceParent()
    private(set) var polls = 0
    /// Whether any request was answered.
    private var hasAnswered = false
    /// How many of each exist: fewer than asked for only if making one failed.
    private var madeSlots = 0
    private var madeConnections = 0

    /// - Parameters:
    ///   - connections: how many; slots are `connections` × `options.streams`, those of a connection side by side.
    ///   - origin: scheme, host and port of the target.
    ///   - trust: what certificates are verified against; nil lets libcurl see to it.
    ///   - requests: the workload's requests, by number.
    ///   - manner: how requests that are made one by one are sent.
    ///   - needsBody: whether bodies are kept for checks.
    ///   - needsHead: whether heads are kept.
    init(
        connections count: Int,
        origin: String,
        options: ConnectionOptions,
        trust: TrustStore?,
        requests: [PreparedRequest],
        manner: PreparedRequest.Manner,
        needsBody: Bool,
        needsHead: Bool
    )
        throws(EngineError)
    {
        let poll = try EventPoll()
        let settings = try SharedSettings(origin: origin, options, trust)
        self.options = options
        self.settings = settings
        isPriorKnowledge = options.version == .http2 && !settings.isTLS
        self.requests = requests
        self.manner = manner
        let slotCount = count * options.streams
        timers = DeadlineHeap(count: count)
        // Between two waits a slot has at most three events: connection opened, request sent, request ended.
        events = EventQueue(capacity: 3 * slotCount)
        shared = .allocate(capacity: 1)
        slots = .allocate(capacity: slotCount)
        connections = .allocate(capacity: count)
        shared.initialize(to: MultiShared(poll: poll))
        for index in 0..<count {
            let connection = connections + index
            connection.initialize(to: MultiConnection(multi: try MultiHandle(), index: index, shared: shared))
            madeConnections += 1
            connection.pointee.listen(at: connection, streams: options.streams)
        }
        for index in 0..<slotCount {
            let slot = slots + index
            slot.initialize(
                to: MultiSlot(easy: try EasyHandle(), index: index, connection: connections + index / options.streams)
            )
            madeSlots += 1
            slot.pointee.listen(at: slot, needsBody: needsBody, needsHead: needsHead)
            slot.pointee.easy.configure(options, settings)
            if options.tracesRequests { slot.pointee.trace = TraceLine() }
        }
    }

    deinit {
        for index in 0..<madeSlots where slots[index].isUnderWay {
            slots[index].connection.pointee.multi.remove(slots[index].easy)
        }
        slots.deinitialize(count: madeSlots)
        connections.deinitialize(count: madeConnections)
        shared.deinitialize(count: 1)
        slots.deallocate()
        connections.deallocate()
        shared.deallocate()
    }

    // MARK: - Transport

    func begin() {}

    var now: UInt64 { cplatform_monotonic_ns() }

    func send(_ request: Int, on index: Int) -> UInt64 {
        send(requests[request], on: index)
    }

    func send(_ made: MadeRequest, on index: Int) throws(ScriptError) -> UInt64 {
        send(try PreparedRequest(made, manner), on: index)
    }

    private func send(_ request: PreparedRequest, on index: Int) -> UInt64 {
        let slot = slots + index
        let connection = slot.pointee.connection
        if slot.pointee.request !== request {
            request.apply(to: slot.pointee.easy)
            slot.pointee.request = request
        }
        if let trace = slot.pointee.trace, !request.hasTrace {
            let headers = trace.lead(request.headers, &traces)
            slot.pointee.easy.set(CURLOPT_HTTPHEADER, UnsafeRawPointer(headers))
        }
        if let most = options.requestsPerConnection {
            connection.pointee.requests = connection.pointee.isOpen ? connection.pointee.requests + 1 : 1
            let isLast = request.closes || connection.pointee.requests >= most
            slot.pointee.easy.set(CURLOPT_FORBID_REUSE, isLast ? 1 : 0)
        }
        slot.pointee.begin()
        if mustWait(slot) {
            park(slot)
        } else {
            connection.pointee.multi.add(slot.pointee.easy)
            connection.pointee.multi.actOnTimer()
            collect(connection)
        }
        slot.pointee.isDeferred = slot.pointee.sentAt == 0
        return slot.pointee.sentAt
    }

    func head(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer {
        slots[slot].head.bytes
    }

    func unanswered(on slot: Int) -> Int { 1 }

    func cancel(_ index: Int) -> Bool {
        let slot = slots + index
        guard slot.pointee.isBusy else { return false }
        let connection = slot.pointee.connection
        slot.pointee.isBusy = false
        connection.pointee.multi.remove(slot.pointee.easy)
        collect(connection)
        return true
    }

    func wait(until deadline: UInt64) -> UnsafeBufferPointer<TransportEvent> {
        // Answers that came while requests were sent must not keep other connections waiting: they are looked at in
        // each turn, without waiting where there is something to tell already.
        poll(until: events.isEmpty ? min(deadline, timers.earliest) : 0)
        return events.take()
    }

    var longestHold: UInt64 { 0 }

    func finish() {}

    func body(of answer: Answer, on slot: Int) -> UnsafeRawBufferPointer {
        slots[slot].body.bytes
    }

    // MARK: - The loop

    private func poll(until deadline: UInt64) {
        let now = cplatform_monotonic_ns()
        polls &+= 1
        for event in shared.pointee.poll.wait(deadline > now ? deadline - now : 0) {
            let socket = Int32(truncatingIfNeeded: event.tag & 0xffff_ffff)
            let connection = connections + Int(event.tag >> 32)
            guard shared.pointee.sockets[socket].wanted != 0 else {
                // Readable with nobody listening: the server closed an idle connection. libcurl finds that out when
                // it wants to use it; until then it must not wake us again and again.
                shared.pointee.ignore(socket)
                continue
            }
            connection.pointee.multi.act(on: socket, EventPoll.curlBits(event.events))
            if event.events & CPLATFORM_IN != 0, connection.pointee.isOpen { connection.pointee.hasHeard = true }
            collect(connection)
        }
        let later = cplatform_monotonic_ns()
        while let due = timers.popDue(later) {
            connections[due].timerDeadline = .max
            connections[due].multi.actOnTimer()
            collect(connections + due)
        }
    }

    /// Gathers what libcurl has to tell of a connection after it was let act.
    private func collect(_ connection: UnsafeMutablePointer<MultiConnection>) {
        repeat {
            while let (easy, code) = connection.pointee.multi.nextFinished() {
                finish(slot(of: easy, on: connection), code)
            }
            tellStarts(connection)
        } while connection.pointee.parked > 0 && release(connection)
        timers.set(connection.pointee.index, connection.pointee.timerDeadline)
    }

    private func slot(
        of easy: UnsafeMutableRawPointer,
        on connection: UnsafeMutablePointer<MultiConnection>
    ) -> UnsafeMutablePointer<MultiSlot> {
        var slot = slots + connection.pointee.index * options.streams
        while slot.pointee.easy.pointer != easy { slot += 1 }
        return slot
    }

    // MARK: - HTTP/2 without TLS

    /// Whether a request must wait until another one has opened its connection and the server has told how many
    /// streams it takes; libcurl would send up to 100 and have the others refused.
    ///
    /// libcurl before 8.0 starts HTTP/2 anew on a connection that already speaks it whenever a handle asks for it by
    /// prior knowledge (curl pull request 10643). So one handle asks for it, and the others follow when it is there.
    private func mustWait(_ slot: UnsafeMutablePointer<MultiSlot>) -> Bool {
        guard isPriorKnowledge else { return false }
        let isOpen = slot.pointee.connection.pointee.isOpen
        slot.pointee.mayOpen = !isOpen
        slot.pointee.easy.set(
            CURLOPT_HTTP_VERSION,
            isOpen ? CURL_HTTP_VERSION_2_0 : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        )
        guard !isOpen || !slot.pointee.connection.pointee.hasHeard else { return false }
        return slotsOf(slot.pointee.connection).contains { $0 != slot && $0.pointee.isUnderWay }
    }

    private func park(_ slot: UnsafeMutablePointer<MultiSlot>) {
        slot.pointee.isParked = true
        slot.pointee.connection.pointee.parked += 1
    }

    /// Hands parked requests to libcurl: all where the server has told its settings, else one if none is under way.
    ///
    /// - Returns: whether libcurl was let act.
    private func release(_ connection: UnsafeMutablePointer<MultiConnection>) -> Bool {
        var released = false
        for slot in slotsOf(connection) where slot.pointee.isParked && !mustWait(slot) {
            slot.pointee.isParked = false
            connection.pointee.parked -= 1
            connection.pointee.multi.add(slot.pointee.easy)
            released = true
        }
        if released { connection.pointee.multi.actOnTimer() }
        return released
    }

    private func slotsOf(
        _ connection: UnsafeMutablePointer<MultiConnection>
    ) -> Range<UnsafeMutablePointer<MultiSlot>> {
        let first = slots + connection.pointee.index * options.streams
        return first..<first + options.streams
    }

    // MARK: - Events

    /// Tells of requests that had waited for their connection, and of the connection that the first of them opened.
    private func tellStarts(_ connection: UnsafeMutablePointer<MultiConnection>) {
        guard connection.pointee.hasStarts else { return }
        connection.pointee.hasStarts = false
        for slot in slotsOf(connection) where slot.pointee.sentAt != 0 {
            let index = slot.pointee.index
            if connection.pointee.openedBy == index {
                connection.pointee.openedBy = -1
                events.add(.connected(slot: index, EasyHandle.handshake(slot.pointee.easy.pointer)))
            }
            if slot.pointee.isDeferred {
                slot.pointee.isDeferred = false
                events.add(.sent(slot: index, at: slot.pointee.sentAt))
            }
        }
    }

    private func finish(_ slot: UnsafeMutablePointer<MultiSlot>, _ code: CURLcode) {
        let now = cplatform_monotonic_ns()
        let connection = slot.pointee.connection
        tellStarts(connection)
        connection.pointee.multi.remove(slot.pointee.easy)
        // The connection that the request was made for takes no more: without one, libcurl would ask for an upgrade
        // from HTTP/1.1.
        if !slot.pointee.mayOpen, slot.pointee.sentAt == 0, code == CURLE_COULDNT_CONNECT { return park(slot) }
        slot.pointee.isBusy = false
        let index = slot.pointee.index
        if code == CURLE_OK, let wrong = versionMismatch(slot.pointee.easy.pointer) {
            events.add(.broken(slot: index, wrong))
        } else if code == CURLE_OK {
            hasAnswered = true
            events.add(.answered(slot: index, slot.pointee.answer(at: now)))
        } else if slot.pointee.sentAt == 0 {
            // Of a socket that the system did not give, libcurl has no more than a code.
            let error = slot.pointee.openError
            let failure = error != 0 ? .system(.connect, error) : Failure(connecting: code, slot.pointee.easy.pointer)
            events.add(.notSent(slot: index, failure))
        } else if isPriorKnowledge, !hasAnswered {
            // libcurl finds nothing in an answer of HTTP/1.1 and calls it an empty one.
            events.add(.broken(slot: index, .notHTTP2))
        } else {
            events.add(
                .broken(slot: index, Failure(exchanging: code, slot.pointee.easy.pointer, isTLS: settings.isTLS))
            )
        }
    }

    /// A server that was asked for HTTP/2 may answer in HTTP/1.1, where streams do not exist: that is another
    /// measurement than the one asked for.
    private func versionMismatch(_ easy: UnsafeMutableRawPointer) -> Failure? {
        guard options.version != .http1 else { return nil }
        let spoken = EasyHandle.long(easy, CURLINFO_HTTP_VERSION)
        guard spoken < CURL_HTTP_VERSION_2_0 else { return nil }
        return .otherVersion
    }
}
