import Testing
import Workload

@Suite struct RawRequestsTests {
    private func scan(_ text: String) throws -> RawRequests {
        try Array(text.utf8).withUnsafeBytes { bytes throws in try RawRequests(bytes) }
    }

    @Test(
        "requests are counted, bodies and all",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 1), ("GET /a?b HTTP/1.0\nHost: h\n\n", 1),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 1),
            ("POST / HTTP/1.1\r\ncontent-LENGTH:3\r\n\r\n\r\n\rGET / HTTP/1.1\r\n\r\n", 2),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 1),
            ("\r\nPOST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\r\n", 1),
            ("GET / HTTP/1.1\n\n\nGET / HTTP/1.1\n\n\n", 2),
            ("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nX: y\r\n\r\nGET /c HTTP/1.1\r\n\r\n", 3),
        ]
    )
    func counts(text: String, count: Int) throws {
        let found = try scan(text)
        #expect(found.count == count && !found.isHead && !found.asksToClose)
    }

    @Test("what the answers depend on is found")
    func facts() throws {
        #expect(try scan("HEAD / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\n").isHead)
        #expect(try scan("GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n").asksToClose)
        #expect(try !scan("GET / HTTP/1.1\r\nConnection: closed\r\n\r\n").asksToClose)
        #expect(try scan("GET / HTTP/1.1\r\nConnection: close,\r\nconnection: x\r\n\r\n").asksToClose)
        #expect(try !scan("HEADS / HTTP/1.1\r\n\r\n").isHead)
    }

    @Test(
        "what is no request is told",
        arguments: [
            ("", .empty), ("hello", .headCutOff), ("hello\r\n\r\n", .noRequestLine), ("GET /\r\n\r\n", .noRequestLine),
            ("GET / HTTP/1.1\r\n", .headCutOff), ("GET a b HTTP/1.1\r\n\r\n", .noRequestLine),
            ("GET  HTTP/1.1\r\n\r\n", .noRequestLine),
            ("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabc", .bodyCutOff(length: 4, found: 3)),
            ("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", .contentLength),
            ("HTTP/1.1\r\n\r\n", .noRequestLine), ("\n", .empty), ("G\n\n", .noRequestLine),
            ("GET / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\n", .mixedHead),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcdef", .noRequestBehind(length: 3)),
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcdef\r\n\r\n", .noRequestBehind(length: 3)),
            ("POST / HTTP/1.1\r\n\r\nabc", .noRequestBehind(length: 0)),
            (" GET / HTTP/1.1\r\n\r\n", .noRequestLine), ("\r\n", .empty),
        ] as [(String, RawRequests.Problem)]
    )
    func problems(text: String, problem: RawRequests.Problem) {
        #expect(throws: problem) { try scan(text) }
    }
}
