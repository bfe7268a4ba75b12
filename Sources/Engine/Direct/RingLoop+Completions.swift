internal import CPlatform
internal import CURing
internal import Glibc

// What completions tell of.

extension RingLoop {
    func event(_ completion: curing_completion) -> LoopEvent? {
        let hasBuffer = completion.flags & UInt32(CURING_HAS_BUFFER) != 0
        let connection = Int(completion.tag & 0xffff_ffff)
        guard let kind = Kind(rawValue: completion.tag >> 56) else { return nil }
        if hasBuffer { borrowed = Int32(completion.flags >> UInt32(CURING_BUFFER_SHIFT)) }
        switch kind {
        case .alarm:
            alarm.wentOff()
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
    func letGo(_ connection: Int) {
        // A send that is still queued must not meet the next socket with this number.
        submitQueued()
        sockets[connection].descriptor = -1
        sockets[connection].hasHungUp = false
    }

    /// The end of a connection that has hung up, once all of its bytes have been told.
    func nextEnd() -> LoopEvent? {
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
}
