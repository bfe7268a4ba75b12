internal import CPlatform
internal import Statistics

// Requests on their way out: one at a time, or several of a connection together.

extension DirectTransport {
    // MARK: - Sending

    /// Sends the request of a slot, whose place on the connection is that of the next one to be sent.
    func transmit(_ index: Int, _ number: Int) {
        guard !sendsBatches else { return addToBatch(index, number) }
        // Checks of the last answer may have taken their time.
        if needsBody { stamp = cplatform_monotonic_ns() }
        slots[index].sentAt = now
        connections[number].sent = 1
        write(bytes(of: index), number, isStable: true)
    }

    /// What is sent for a slot, with the parts that are written anew each time.
    private func bytes(of index: Int) -> UnsafeRawBufferPointer {
        guard !slots[index].hasOwnBytes else { return ownBytes[index].bytes }
        let bytes = requests[Int(slots[index].request)].bytes
        guard tracesRequests else { return bytes }
        ownBytes[index].empty()
        traces.append(bytes, to: &ownBytes[index])
        return ownBytes[index].bytes
    }

    func write(_ bytes: UnsafeRawBufferPointer, _ number: Int, isStable: Bool) {
        if let channel = connections[number].channel { return encrypt(bytes, number, channel) }
        switch loop.send(number, bytes, isStable: isStable) {
        case .done: break
        case .pending: connections[number].isWriting = true
        case .failed(let errno): breakOff(number, .system(.write, errno))
        }
    }

    func encrypt(_ bytes: UnsafeRawBufferPointer, _ number: Int, _ channel: TLSChannel) {
        let connection = connections + number
        connection.pointee.isWriting = true
        connection.pointee.unwritten = bytes
        switch channel.write(bytes) {
        case .bytes: connection.pointee.isWriting = false
        case .wantsWrite: loop.awaitWritable(number)
        case .wantsRead: break
        case .ended: breakOff(number, .closedBeforeAnswer)
        case .failed(let failure): breakOff(number, failure)
        }
    }

    /// The bytes that were being written are written: what had to wait for them follows.
    func written(_ number: Int) {
        connections[number].isWriting = false
        if sendsBatches { markDirty(number) }
    }

    func sendFirst(_ number: Int) {
        let index = Int(connections[number].first)
        transmit(index, number)
        if connections[number].sent > 0 { events.add(.sent(slot: index, at: slots[index].sentAt)) }
    }

    // MARK: - Several requests on a connection

    /// Adds the request of a slot to those that are sent together before the next wait.
    func addToBatch(_ index: Int, _ number: Int) {
        batches[number].waiting.append(bytes(of: index))
        markDirty(number)
    }

    func markDirty(_ number: Int) {
        guard !connections[number].isDirty else { return }
        connections[number].isDirty = true
        dirty.add(number)
    }

    /// Sends the batches.
    func flush() {
        while let number = dirty.first {
            dirty.removeFirst()
            connections[number].isDirty = false
            let connection = connections + number
            guard connection.pointee.phase == .open, !connection.pointee.isWriting,
                !batches[number].waiting.bytes.isEmpty
            else { continue }
            batches[number].turn()
            tellSent(connection)
            write(batches[number].writing.bytes, number, isStable: false)
        }
    }

    func tellSent(_ connection: UnsafeMutablePointer<DirectConnection>) {
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
}
