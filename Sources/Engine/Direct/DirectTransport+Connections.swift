internal import CPlatform
internal import Statistics

// Connections as they are opened, given up and replaced.

extension DirectTransport {
    func open(_ number: Int) {
        connections[number].phase = .opening
        connector.open(number)
    }

    func connect() {
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

    func opened(_ number: Int, _ socket: Int32, _ handshake: Handshake) {
        let connection = connections + number
        if sendsBatches { batches[number].waiting.empty() }
        connection.pointee.open(connector.session(number).map { TLSChannel($0, socket: socket) })
        loop.open(number, socket: socket, isEncrypted: connection.pointee.channel != nil)
        guard connection.pointee.isBusy else { return }
        events.add(.connected(slot: Int(connection.pointee.first), handshake))
        stamp = cplatform_monotonic_ns()
        var next = connection.pointee.first
        while next >= 0, connection.pointee.phase == .open {
            let index = Int(next)
            next = slots[index].next
            if sendsBatches { addToBatch(index, number) } else { sendFirst(number) }
        }
    }

    func failed(_ number: Int, _ failure: Failure) {
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
    func breakOff(_ number: Int, _ failure: Failure) {
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

    func close(_ number: Int) {
        connections[number].phase = .releasing
        if loop.release(number) { released(number) }
    }

    func released(_ number: Int) {
        connector.close(number)
        connections[number].phase = .closed
        connections[number].channel = nil
        if connections[number].isBusy { open(number) }
    }
}
