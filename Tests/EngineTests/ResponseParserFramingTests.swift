import Testing

@testable import Engine

@Suite struct ResponseParserFramingTests {
    // MARK: - Content-Length

    @Test(
        "a length may have blanks around it, leading zeros, and be given twice",
        arguments: [
            ["Content-Length: 2"], ["Content-Length:2"], ["content-length:\t 2 \t"], ["CONTENT-LENGTH: 0002"],
            ["Content-Length: 2", "Content-Length: 2"], ["Content-Length: 2", "X: 1", "Content-Length: 02"],
            ["Content-Length: 2\nX: 1"], ["Content-Length: 2 \nX: 1"],
            ["Content-Length: 00000000000000000000000000002"],
        ]
    )
    func length(lines: [String]) throws {
        let answer = try ParsedAnswer.only(headers: lines.joined(separator: "\r\n"), body: "ok")
        #expect(answer.outcome == .whole)
        #expect(answer.body == "ok")
        #expect(answer.keepsAlive)
    }

    @Test(
        "a length that is not one number is refused",
        arguments: [
            "", " ", "+5", "-1", "-0", "5, 5", "5,5", "5 5", "5;", "5.0", "5e1", "0x5", "0b", "five", "\"5\"",
            "\u{0663}", "5\u{b}",
        ]
    )
    func noLength(value: String) throws {
        #expect(try ParsedAnswer.only(headers: "Content-Length: \(value)", body: "01234").violation == .contentLength)
    }

    @Test(
        "a length that is too large is refused, and none is taken modulo a power of two",
        arguments: [
            "1152921504606846977", "9223372036854775807", "9223372036854775808", "9223372036854775813",
            "11529215046068469760",
            "18446744073709551615", "18446744073709551616", "18446744073709551621", "92233720368547758085",
            "100000000000000000005", "115292150460684697600", "115292150460684697605", "184467440737095516165",
            "340282366920938463463374607431768211461", "00340282366920938463463374607431768211461",
        ]
    )
    func hugeLength(value: String) throws {
        #expect(try ParsedAnswer.only(headers: "Content-Length: \(value)", body: "01234").violation == .contentLength)
    }

    @Test("the largest length is waited for")
    func largestLength() throws {
        let answer = try ParsedAnswer.only(headers: "Content-Length: \(ResponseParser.mostBodyBytes)", body: "01234")
        #expect(answer.outcome == .cutOff)
        #expect(answer.body == "01234")
        let over = ResponseParser.mostBodyBytes + 1
        #expect(try ParsedAnswer.only(headers: "Content-Length: \(over)").violation == .contentLength)
    }

    @Test("two lengths that differ are refused", arguments: [("2", "3"), ("0", "2"), ("2", "0"), ("2", "22")])
    func conflicting(first: String, second: String) throws {
        let answer = try ParsedAnswer.only(headers: "Content-Length: \(first)", "X: 1", "Content-Length: \(second)")
        #expect(answer.violation == .conflictingLengths)
    }

    @Test("an answer of length 0 ends with its head")
    func lengthZero() throws {
        let answers = ParsedAnswer.all(in: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nrest")
        #expect(answers.map(\.outcome) == [.whole, .failed(.notHTTP)])
        #expect(answers[0].body.isEmpty)
    }

    // MARK: - Transfer-Encoding

    @Test(
        "chunks are read where chunked is the last coding",
        arguments: [
            "Transfer-Encoding: chunked", "transfer-encoding:CHUNKED", "Transfer-Encoding:\tChunked \t",
            "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip,chunked", "Transfer-Encoding: , chunked ,",
            "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "Transfer-Encoding: x;q=\"1\", chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding:", "Transfer-Encoding: chunkedx, chunked",
        ]
    )
    func chunked(header: String) throws {
        let answer = try ParsedAnswer.only(headers: header, body: "2\r\nok\r\n0\r\n\r\n")
        #expect(answer.outcome == .whole)
        #expect(answer.body == "ok")
    }

    @Test(
        "an answer in a coding that is not chunked ends with the connection",
        arguments: [
            "gzip", "identity", "", ",", "chunke", "chunkedd", "chunk ed", "chunked x", "x chunked", "\"chunked\"",
            "xchunked", "c,h,u,n,k,e,d", "chunked\u{e9}",
        ]
    )
    func otherCoding(value: String) throws {
        let answer = try ParsedAnswer.only(headers: "Transfer-Encoding: \(value)", body: "2\r\nok\r\n0\r\n\r\n")
        #expect(answer.outcome == .endedByClose)
        #expect(answer.body == "2\r\nok\r\n0\r\n\r\n")
        #expect(!answer.keepsAlive)
    }

    @Test(
        "nothing may come after chunked, neither itself nor a parameter",
        arguments: [
            ["chunked, chunked"], ["chunked, gzip"], ["chunked,identity"], ["chunked", "chunked"], ["chunked", "gzip"],
            ["gzip, chunked, gzip"], ["chunked", "", "x"], ["chunked , CHUNKED"],
            ["chunked;q=1"], ["gzip, chunked ;q=1"],
        ]
    )
    func chunkedNotLast(values: [String]) throws {
        let lines = values.map { "Transfer-Encoding: \($0)" }.joined(separator: "\r\n")
        #expect(try ParsedAnswer.only(headers: lines, body: "0\r\n\r\n").violation == .transferCoding)
    }

    @Test("a coding in HTTP/1.0 is refused", arguments: ["chunked", "gzip", ""])
    func codingInOldVersion(value: String) throws {
        let answer = try ParsedAnswer.only(headers: "Transfer-Encoding: \(value)", version: "HTTP/1.0")
        #expect(answer.violation == .transferCoding)
    }

    @Test("both a length and a coding are refused, in any order", arguments: ["chunked", "gzip", ""], [false, true])
    func lengthAndCoding(coding: String, isLengthFirst: Bool) throws {
        let lines = ["Transfer-Encoding: \(coding)", "Content-Length: 2"]
        let ordered = (isLengthFirst ? lines.reversed() : lines).joined(separator: "\r\n")
        #expect(try ParsedAnswer.only(headers: ordered, body: "0\r\n\r\n").violation == .lengthAndCoding)
    }

    // MARK: - Connection

    @Test(
        "the version and the words of Connection say whether the connection stays",
        arguments: [
            ("HTTP/1.1", [], true), ("HTTP/1.1", ["close"], false), ("HTTP/1.1", ["CLOSE"], false),
            ("HTTP/1.1", ["keep-alive"], true), ("HTTP/1.1", ["keep-alive, close"], false),
            ("HTTP/1.1", ["close, keep-alive"], false), ("HTTP/1.1", ["x,\tClose ,"], false),
            ("HTTP/1.1", ["x", "close"], false),
            ("HTTP/1.1", ["close", "x"], false), ("HTTP/1.1", ["closed"], true), ("HTTP/1.1", ["clos"], true),
            ("HTTP/1.1", ["clo se"], true), ("HTTP/1.1", ["close x"], true), ("HTTP/1.1", ["x close"], true),
            ("HTTP/1.1", ["x-close"], true), ("HTTP/1.1", ["\"close\""], true), ("HTTP/1.1", [""], true),
            ("HTTP/1.1", [" close\t"], false), ("HTTP/1.1", ["upgrade"], true),
            ("HTTP/1.0", [], false), ("HTTP/1.0", ["keep-alive"], true), ("HTTP/1.0", ["Keep-Alive"], true),
            ("HTTP/1.0", ["x, KEEP-ALIVE"], true), ("HTTP/1.0", ["keep-alive, close"], false),
            ("HTTP/1.0", ["close"], false),
            ("HTTP/1.0", ["keepalive"], false), ("HTTP/1.0", ["keep-alive2"], false),
            ("HTTP/1.0", ["keep", "alive"], false),
        ] as [(String, [String], Bool)]
    )
    func keepsAlive(version: String, values: [String], isKept: Bool) throws {
        let lines = (values.map { "Connection: \($0)" } + ["Content-Length: 0"]).joined(separator: "\r\n")
        let answer = try ParsedAnswer.only(headers: lines, version: version)
        #expect(answer.outcome == .whole)
        #expect(answer.keepsAlive == isKept)
    }
}
