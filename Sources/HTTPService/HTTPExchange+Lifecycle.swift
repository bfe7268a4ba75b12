internal import CMicroHTTPD
internal import CPlatform
internal import Synchronization

extension HTTPExchange {
    /// A body beyond the limit is read to its end so that the client sees the answer, but not beyond this.
    private static let mostBytesDrained = 16 << 20

    /// Starts a request whose head was read; false ends the connection.
    func begin() -> Bool {
        server.runningRequests.add(1, ordering: .relaxed)
        requestBody.reset()
        set(.none)
        route = nil
        holdNanoseconds = 0
        readNanoseconds = 0
        guard let length = announcedLength, length > server.bodyLimit, waitsForGoAhead || length > Self.mostBytesDrained
        else { return true }
        requestBody.refuse(announced: length)
        return advance()
    }

    /// Takes a part of the body; false ends the connection.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        requestBody.append(bytes)
        return requestBody.received <= Self.mostBytesDrained
    }

    /// Asks the application once, and answers when the time has come; false ends the connection.
    func advance() -> Bool {
        guard let connection else { return false }
        if case .none = answer {
            readNanoseconds = cplatform_monotonic_ns()
            server.application.respond(to: self)
            // libmicrohttpd calls again once the connection is resumed.
            let due = readNanoseconds + holdNanoseconds
            if holdNanoseconds > 0, server.holds.hold(connection, until: due) { return true }
        }
        switch answer {
        case .none:
            preconditionFailure("the application neither answered the request nor closed its connection")
        case .prepared(let prepared):
            let response = server.isStopping ? prepared.final : prepared.lasting
            return MHD_queue_response(connection, UInt32(prepared.status), response) == .YES
        case .made(let status, let response):
            if server.isStopping { MHD_add_response_header(response, "Connection", "close") }
            return MHD_queue_response(connection, UInt32(status), response) == .YES
        case .close:
            return false
        }
    }

    /// Ends the request, which `isAnswered` tells whether its answer went out.
    func end(isAnswered: Bool) {
        server.runningRequests.subtract(1, ordering: .relaxed)
        if readNanoseconds > 0 {
            elapsedNanoseconds = cplatform_monotonic_ns() - readNanoseconds
            outcome = outcome(isAnswered: isAnswered)
            server.application.finished(self)
        }
        set(.none)
    }

    private func outcome(isAnswered: Bool) -> Outcome {
        switch answer {
        case .prepared(let response) where isAnswered: .answered(status: response.status)
        case .made(let status, _) where isAnswered: .answered(status: status)
        case .close: .closed
        default: .aborted
        }
    }

    private var announcedLength: Int? {
        withHeader("Content-Length") { $0.flatMap { Int(String(decoding: $0, as: UTF8.self)) } }
    }

    private var waitsForGoAhead: Bool { withHeader("Expect") { $0 != nil } }
}
