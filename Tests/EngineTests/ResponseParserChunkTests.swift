import Testing

@testable import Engine

@Suite struct ResponseParserChunkTests {
    private func answer(_ chunks: String) throws -> ParsedAnswer {
        try ParsedAnswer.only(headers: "Transfer-Encoding: chunked", body: chunks)
    }

    @Test(
        "chunks are joined, whatever the spelling of their sizes and with whatever extensions",
        arguments: [
            ("0\r\n\r\n", ""), ("2\r\nok\r\n0\r\n\r\n", "ok"), ("1\r\no\r\n1\r\nk\r\n0\r\n\r\n", "ok"),
            ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"), ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("10\r\n0123456789abcdef\r\n0\r\n\r\n", "0123456789abcdef"),
            ("1F\r\n0123456789abcdef0123456789abcde\r\n0\r\n\r\n", "0123456789abcdef0123456789abcde"),
            ("0000000000000000000000002\r\nok\r\n000\r\n\r\n", "ok"), ("2;a\r\nok\r\n0;b=c\r\n\r\n", "ok"),
            ("2;a=b;c=\"d;e\"\r\nok\r\n0\r\n\r\n", "ok"), ("2 ;a\r\nok\r\n0\t;a = b\r\n\r\n", "ok"),
            ("2;\r\nok\r\n0;\r\n\r\n", "ok"), ("2  \r\nok\r\n0 \r\n\r\n", "ok"),
            ("2;a=\"\\\"\"\r\nok\r\n0\r\n\r\n", "ok"),
            ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"), ("4\r\n0\r\n\r\r\n0\r\n\r\n", "0\r\n\r"),
        ]
    )
    func chunks(chunks: String, body: String) throws {
        let answer = try answer(chunks)
        #expect(answer.outcome == .whole)
        #expect(answer.body == body)
        #expect(answer.keepsAlive)
    }

    @Test(
        "what is no size of a chunk is refused",
        arguments: [
            "\r\n", "g\r\n", " 2\r\nok\r\n", "-2\r\nok", "+2\r\nok", "0x2\r\nok", "2x\r\nok", "2 x\r\nok", "2 2\r\nok",
            ";a\r\nok", "2\nok\r\n", "2;a\nok\r\n", "2 \nok\r\n", "2\r\r\nok", "2\rok", "2;a\r;b\r\nok", "2;\0\r\nok",
            "2;a=\"\u{7f}\"\r\nok", "2\0\r\nok", "2,2\r\nok", "2.\r\nok", "\"2\"\r\nok", "2\r\nok\r\n\r\n", "0\n\r\n",
            "0\rX",
        ]
    )
    func noSize(chunks: String) throws {
        #expect(try answer(chunks).violation == .chunkSize)
    }

    @Test(
        "a size that is too large is refused, and none is taken modulo a power of two",
        arguments: [
            "1000000000000001", "7fffffffffffffff", "8000000000000000", "8000000000000002", "fffffffffffffff0",
            "ffffffffffffffff", "FFFFFFFFFFFFFFFE", "10000000000000000", "10000000000000002", "100000000000000002",
            "f0000000000000002", "fffffffffffffff00000000000000002", "00100000000000000000000000000000002",
        ]
    )
    func hugeSize(size: String) throws {
        #expect(try answer("\(size)\r\nok\r\n0\r\n\r\n").violation == .chunkSize)
    }

    @Test("the largest size is waited for")
    func largestSize() throws {
        let largest = try answer(String(ResponseParser.mostBodyBytes, radix: 16) + "\r\nok")
        #expect(largest.outcome == .cutOff)
        #expect(largest.body == "ok")
        #expect(try answer(String(ResponseParser.mostBodyBytes + 1, radix: 16) + "\r\nok").violation == .chunkSize)
    }

    @Test(
        "a chunk must end with CRLF where its size says",
        arguments: [
            "2\r\nok0\r\n\r\n", "2\r\noky\r\n", "2\r\nok\n0\r\n", "2\r\nok\r0\r\n", "2\r\nok\r\r\n", "1\r\nok\r\n",
        ]
    )
    func wrongEnd(chunks: String) throws {
        #expect(try answer(chunks).violation == .chunkEnd)
    }

    @Test(
        "the line of a chunk's size has a limit",
        arguments: [("", "0", "2"), ("2;", "a", ""), ("2;", " ", ""), ("2", " ", ""), ("2", " ", ";a")]
    )
    func lineLimit(start: String, filler: String, end: String) throws {
        // With the CR, and without the LF.
        let count = ResponseParser.mostChunkLineBytes - start.utf8.count - end.utf8.count - 1
        let fillers = String(repeating: filler, count: count)
        let longest = try answer(start + fillers + end + "\r\nok\r\n0\r\n\r\n")
        #expect(longest.outcome == .whole)
        let tooLong = try answer(start + fillers + filler + end + "\r\nok\r\n0\r\n\r\n")
        #expect(tooLong.violation == .chunkLineTooLong)
    }

    // MARK: - Trailers

    @Test(
        "trailers are skipped and mean nothing",
        arguments: [
            "X: 1\r\n", "X: 1\r\n 2\r\nY:\r\n", "Content-Length: 9\r\nContent-Length: x\r\n", "Connection: close\r\n",
            "Transfer-Encoding: chunked\r\n", "X: 1\nY: 2\n",
        ]
    )
    func trailers(lines: String) throws {
        let answer = try answer("2\r\nok\r\n0\r\n" + lines + "\r\n")
        #expect(answer.outcome == .whole)
        #expect(answer.body == "ok")
        #expect(answer.keepsAlive)
    }

    @Test(
        "trailers obey the rules of headers",
        arguments: [
            ("X\r\n\r\n", .headerName), (": 1\r\n\r\n", .headerName), ("X : 1\r\n\r\n", .headerName),
            (" X: 1\r\n\r\n", .folding), ("X: \0\r\n\r\n", .controlCharacter),
            ("X: 1\rY: 2\r\n\r\n", .controlCharacter),
            ("\rX", .controlCharacter), ("HTTP/1.1 200 OK\r\n\r\n", .headerName),
        ] as [(String, HTTPViolation)]
    )
    func wrongTrailers(lines: String, violation: HTTPViolation) throws {
        #expect(try answer("2\r\nok\r\n0\r\n" + lines).violation == violation)
    }

    @Test(
        "a chunked answer that ends with the connection is cut off",
        arguments: [
            "", "2", "2\r", "2\r\n", "2\r\nok", "2\r\nok\r", "2\r\nok\r\n", "2\r\nok\r\n0", "2\r\nok\r\n0\r\n",
            "0\r\nX: 1\r\n", "0\r\n\r",
        ]
    )
    func cutOff(chunks: String) throws {
        #expect(try answer(chunks).outcome == .cutOff)
    }
}
