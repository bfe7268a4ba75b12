internal import CPlatform
internal import Statistics

// What the event loop tells of: bytes that came, and the answers in them.

extension DirectTransport {
    func handle(_ event: LoopEvent) {
        switch event {
        case .received(let number, let bytes):
            // A request that was sent since may have looked at the clock.
            stamp = max(stamp, loop.stamp)
            received(number, bytes, at: loop.stamp)
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
    func goOn(_ number: Int) {
        guard connections[number].phase == .open, connections[number].isWriting,
            let channel = connections[number].channel
        else { return }
        encrypt(connections[number].unwritten, number, channel)
        if connections[number].phase == .open, !connections[number].isWriting { written(number) }
    }

    /// Reads from an encrypted connection.
    func read(_ number: Int) {
        goOn(number)
        while connections[number].phase == .open, let channel = connections[number].channel {
            switch channel.read(buffer) {
            case .bytes(let count):
                stamp = cplatform_monotonic_ns()
                received(number, UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: stamp)
                // What OpenSSL has read already, the event loop cannot tell of. The session may be gone by now.
                guard connections[number].phase == .open, channel.hasPending else { return }
            case .wantsRead, .wantsWrite: return
            case .ended: ended(number, 0)
            case .failed(let failure): breakOff(number, failure)
            }
        }
    }

    /// Takes bytes that had been read at `time`.
    func received(_ number: Int, _ bytes: UnsafeRawBufferPointer, at time: UInt64) {
        let connection = connections + number
        var position = 0
        while connection.pointee.phase == .open {
            guard connection.pointee.sent > 0 else {
                if position < bytes.count { breakOff(number, .http(.excess)) }
                return
            }
            let index = Int(connection.pointee.first)
            if connection.pointee.isBetweenAnswers {
                guard position < bytes.count else { return loop.watchEnd(number) }
                // What was there before its request was sent is no answer to it.
                guard time > slots[index].sentAt else { return breakOff(number, .http(.excess)) }
                beginAnswer(connection, index, at: time)
            }
            let head = heads + min(Int(slots[index].request), headCount &- 1)
            if needsHead, connection.pointee.parser.isWithinHead {
                let start = position
                let violation = connection.pointee.parser.readHead(bytes, from: &position, recalling: &head.pointee)
                answerHeads[index].append(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
                if let violation { return breakOff(number, .http(violation)) }
            }
            switch connection.pointee.parser.parse(bytes, from: &position, recalling: &head.pointee) {
            case .needsMore: return loop.watchEnd(number)
            case .body(let start, let count):
                bodies[index].append(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
            case .complete: finish(number, index, at: time, hasMore: position < bytes.count)
            case .failed(let violation): breakOff(number, .http(violation))
            }
        }
    }

    func beginAnswer(_ connection: UnsafeMutablePointer<DirectConnection>, _ index: Int, at time: UInt64) {
        connection.pointee.isBetweenAnswers = false
        connection.pointee.firstByteAt = time
        connection.pointee.parser.begin(
            isHead: slots[index].isHead,
            wantsBody: needsBody
        )
        if needsHead { connection.pointee.headStart = Int32(truncatingIfNeeded: answerHeads[index].bytes.count) }
        if needsBody { connection.pointee.bodyStart = Int32(truncatingIfNeeded: bodies[index].bytes.count) }
    }

    func finish(_ number: Int, _ index: Int, at time: UInt64, hasMore: Bool) {
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
        hasAnswers = true
        coalescing.answered(at: time, latency: time &- slots[index].sentAt)
        events.add(
            .answered(
                slot: index,
                Answer(
                    status: parser.status,
                    sentAt: slots[index].sentAt,
                    firstByteAt: connection.pointee.firstByteAt,
                    lastByteAt: time,
                    bytes: parser.bytes,
                    headBytes: parser.headBytes,
                    body: needsBody ? Int(connection.pointee.bodyStart)..<bodies[index].bytes.count : 0..<0,
                    head: needsHead ? Int(connection.pointee.headStart)..<answerHeads[index].bytes.count : 0..<0,
                    left: Int(left)
                )
            )
        )
        // An answer that came before its request was sent leaves the rest of the request on the way.
        let isEarly = connection.pointee.isWriting && connection.pointee.sent == 0
        connection.pointee.answers &+= 1
        let isLast = slots[index].asksToClose || connection.pointee.answers >= answersPerConnection
        let isOver = !parser.keepsAlive || left == 0 && isLast || isEarly
        // The next request would be lost on a connection that has ended behind the answer.
        if isOver || !hasMore && loop.hasEnded(number) { breakOff(number, .closedBeforeAnswer) }
    }

    func ended(_ number: Int, _ errno: Int32) {
        let connection = connections + number
        guard connection.pointee.phase == .open else { return }
        guard errno == 0 else { return breakOff(number, .system(.read, errno)) }
        guard !connection.pointee.isBetweenAnswers else { return breakOff(number, .closedBeforeAnswer) }
        switch connection.pointee.parser.end() {
        case .complete: finish(number, Int(connection.pointee.first), at: stamp, hasMore: false)
        case .beforeAnswer: breakOff(number, .closedBeforeAnswer)
        case .withinAnswer: breakOff(number, .closedWithinAnswer)
        }
    }
}
