import Testing

@testable import Engine

@Suite struct ResponseParserHeadTests {
    // MARK: - Status line

    @Test(
        "a status line may lack its reason and end in LF alone",
        arguments: [
            ("HTTP/1.1 200 OK\r\n", 200), ("HTTP/1.1 200 \r\n", 200), ("HTTP/1.1 200\r\n", 200),
            ("HTTP/1.1 200\n", 200),
            ("HTTP/1.0 404 Not Found\r\n", 404), ("HTTP/1.1 503 a\tb \u{e9}\n", 503), ("HTTP/1.1 999 200 OK\r\n", 999),
        ]
    )
    func statusLine(line: String, status: Int) throws {
        let answer = try ParsedAnswer.only(in: line + "Content-Length: 2\r\n\r\nok")
        #expect(answer.outcome == .whole)
        #expect(answer.status == status)
        #expect(answer.body == "ok")
    }

    @Test(
        "what does not begin with a status line is refused",
        arguments: [
            ("ICY 200 OK\r\n", .notHTTP), ("http/1.1 200 OK\r\n", .notHTTP), ("\r\nHTTP/1.1 200 OK\r\n", .notHTTP),
            (" HTTP/1.1 200 OK\r\n", .notHTTP), ("<html>", .notHTTP), ("HTTP1.1 200 OK\r\n", .notHTTP),
            ("HTTP/1.1  200 OK\r\n", .status), ("HTTP/1.1\t200 OK\r\n", .notHTTP), ("HTTP/1.1\r\n", .notHTTP),
            ("HTTP/1.11 200 OK\r\n", .notHTTP), ("HTTP/2 200 OK\r\n", .version), ("HTTP/2.0 200 OK\r\n", .version),
            ("HTTP/0.9 200 OK\r\n", .version), ("HTTP/1 200 OK\r\n", .version), ("HTTP/1.2 200 OK\r\n", .version),
            ("HTTP/1.x 200 OK\r\n", .version), ("HTTP/11 200 OK\r\n", .version),
        ] as [(String, HTTPViolation)]
    )
    func notStatusLine(line: String, violation: HTTPViolation) throws {
        #expect(try ParsedAnswer.only(in: line).violation == violation)
    }

    @Test(
        "a status is three digits, the first of them not 0",
        arguments: ["20 OK", "2000 OK", "020 OK", "000", "-20", "+20", "2OO", "2 0", "200OK", "200\t", "", "20\r\n"]
    )
    func badStatus(status: String) throws {
        #expect(try ParsedAnswer.only(in: "HTTP/1.1 \(status)\r\n\r\n").violation == .status)
    }

    @Test("a control character in a reason is refused", arguments: ["\0", "\u{1}", "\u{b}", "\u{1b}", "\u{7f}", "\r"])
    func controlInReason(character: String) throws {
        #expect(try ParsedAnswer.only(in: "HTTP/1.1 200 O\(character)K\r\n\r\n").violation == .controlCharacter)
    }

    // MARK: - Headers

    @Test("a name is one or more characters of a token")
    func names() throws {
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
            let head = Array("HTTP/1.1 204\r\nx".utf8) + [byte] + Array("y: 1\r\n\r\n".utf8)
            let answers = ParsedAnswer.all(in: [head])
            let isToken = Character(UnicodeScalar(byte)).isASCII && isTokenByDefinition(byte)
            // With a colon there, the rest is the value.
            let isRight = isToken || byte == UInt8(ascii: ":")
            #expect(answers[0].violation == (isRight ? nil : .headerName), "byte \(byte)")
        }
    }

    private func isTokenByDefinition(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    @Test("a value is any characters but controls, tab excepted")
    func values() throws {
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\n") {
            // Before and behind the eighth byte, as eight are looked at at once.
            for padding in [0, 3, 7, 8, 12] {
                let value = [UInt8](repeating: UInt8(ascii: "v"), count: padding) + [byte]
                let head = Array("HTTP/1.1 204\r\nx:".utf8) + value + Array("0123456789\r\n\r\n".utf8)
                let isRight = byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
                let answers = ParsedAnswer.all(in: [head])
                #expect(answers[0].violation == (isRight ? nil : .controlCharacter), "byte \(byte) after \(padding)")
            }
        }
    }

    @Test(
        "a line that is no header is refused",
        arguments: [
            ("X : 1", .headerName), ("X\t: 1", .headerName), (": 1", .headerName), ("X", .headerName),
            ("X Y: 1", .headerName), ("Content-Length : 2", .headerName), ("Connection\u{0}: close", .headerName),
            ("Content-Length", .headerName), ("X: 1\rY: 2", .controlCharacter), ("X: 1\r\r", .controlCharacter),
            ("X: \0", .controlCharacter), ("Connection: a\0b", .controlCharacter),
            ("Connection: a\u{7f}", .controlCharacter), ("Transfer-Encoding: \u{1}", .controlCharacter),
            ("Content-Length: 1\0", .contentLength), ("\rX", .controlCharacter),
        ] as [(String, HTTPViolation)]
    )
    func wrongLine(line: String, violation: HTTPViolation) throws {
        #expect(try ParsedAnswer.only(headers: line).violation == violation)
        #expect(try ParsedAnswer.only(headers: "Server: x", line).violation == violation)
    }

    @Test("lines of a head may end in LF alone, all or some of them")
    func bareLineFeeds() throws {
        let head = "HTTP/1.1 200 OK\nConnection: close\nX: 1\r\nContent-Length: 2\n\nok"
        let answer = try ParsedAnswer.only(in: head)
        #expect(answer == ParsedAnswer(outcome: .whole, status: 200, bytes: head.utf8.count, body: "ok"))
    }

    @Test(
        "names that begin like those that matter are other names",
        arguments: [
            "Content-Lengt: 9", "Content-Lengtg: 9", "Connectiom: close", "Cxnnection: close",
            "Transfer-Encodinh: chunked", "Txansfer-Encoding: chunked", "Content-Lengthy: 9", "Content-Length_: 9",
            "Con: close", "C: 9", "Co: close",
            "Cony: 9",
            "Content-Type: 9", "Connections: close", "Connectio: close", "Transfer-Encodin: chunked", "T: chunked",
            "Transfer-Encodings: chunked", "Trailer: chunked", "XContent-Length: 9",
        ]
    )
    func otherNames(line: String) throws {
        let answer = try ParsedAnswer.only(headers: line, "content-length:2", body: "ok")
        #expect(answer.outcome == .whole)
        #expect(answer.body == "ok")
        #expect(answer.keepsAlive)
    }

    // MARK: - Folding

    @Test(
        "a header that nobody reads may go on in further lines",
        arguments: [" 2", "\t2", " \t", " a: b", " Content-Length: 9"]
    )
    func folded(line: String) throws {
        let answer = try ParsedAnswer.only(headers: "X: 1", line, line, "Content-Length: 2", body: "ok")
        #expect(answer.outcome == .whole)
        #expect(answer.body == "ok")
    }

    @Test(
        "a head's first line, and one after a header that frames the answer, may not be a continuation",
        arguments: [
            [" X: 1"], ["\tX: 1"], ["Content-Length: 2", " "], ["Content-Length: 2", " 3"],
            ["X: 1", "Content-Length:", " 2"],
            ["Transfer-Encoding:", " chunked"], ["Transfer-Encoding: chunked", "\t, gzip"], ["Connection:", " close"],
        ]
    )
    func wronglyFolded(lines: [String]) throws {
        let isEmptyLength = lines.contains("Content-Length:")
        let answer = try ParsedAnswer.only(headers: lines.joined(separator: "\r\n"))
        #expect(answer.violation == (isEmptyLength ? .contentLength : .folding))
    }

    @Test("an interim answer's last header is not continued in the next head")
    func foldedAfterInterim() throws {
        let answer = try ParsedAnswer.only(in: "HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n b\r\n\r\n")
        #expect(answer.violation == .folding)
    }

    // MARK: - Interim answers

    @Test("interim answers belong to the answer that follows, and what they say of it does not hold")
    func interim() throws {
        let interim =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nConnection: close\r\nContent-Length: 9\r\n\r\n"
        let final = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n"
        let answer = try ParsedAnswer.only(in: interim + final + "ok")
        let bytes = (interim + final).utf8.count + 2
        #expect(answer == ParsedAnswer(outcome: .whole, status: 201, bytes: bytes, body: "ok", keepsAlive: true))
    }

    @Test("an interim answer alone is cut off")
    func onlyInterim() throws {
        #expect(try ParsedAnswer.only(in: "HTTP/1.1 100 Continue\r\n\r\n").outcome == .cutOff)
    }

    @Test("another protocol is refused, as none was asked for")
    func switched() throws {
        let answer = try ParsedAnswer.only(in: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")
        #expect(answer.violation == .switchedProtocols)
    }
}
