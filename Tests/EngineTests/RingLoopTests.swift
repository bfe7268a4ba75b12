import Glibc
import TestSupport
import Testing

@testable import Engine

/// What the ring alone must see to: its entries name sockets by numbers that are used again.
@Suite(.enabled(if: EngineUnderTest.all.contains(.uring)), .timeLimit(.minutes(20))) struct RingLoopTests {
    /// Two ends of a connection.
    private func connected() throws -> (ours: Int32, peer: Int32) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw TestSupportError("socketpair failed")
        }
        return (ends[0], ends[1])
    }

    @Test("a request that is queued when its connection ends does not go out on the next one with its number")
    func queuedSend() throws {
        let loop = try RingLoop(connections: 1)
        let connector = try EventPoll()
        loop.watchConnector(connector.descriptor)
        loop.begin()
        let (socket, peer) = try connected()
        loop.open(0, socket: socket, isEncrypted: false)
        loop.watchEnd(0)
        loop.wait(until: 0, holding: 0)

        // The answer and the end come together, and the next request is queued in between.
        #expect(write(peer, "answer", 6) == 6)
        close(peer)
        let request = Array("request".utf8)
        var isReleased = false
        while !isReleased {
            loop.wait(until: loop.stamp + 1_000_000_000, holding: 0)
            while !isReleased, let event = loop.next() {
                switch event {
                case .received: _ = request.withUnsafeBytes { loop.send(0, $0, isStable: true) }
                case .ended: isReleased = loop.release(0)
                case .released: isReleased = true
                default: break
                }
            }
        }
        close(socket)
        let (next, nextPeer) = try connected()
        defer { for end in [next, nextPeer] { close(end) } }
        try #require(next == socket)
        loop.wait(until: 0, holding: 0)
        var byte: UInt8 = 0
        #expect(recv(nextPeer, &byte, 1, Int32(MSG_DONTWAIT)) == -1 && errno == EAGAIN)
    }
}
