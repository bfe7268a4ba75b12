import Testing

@testable import Engine

@Suite struct ResponseParserTests {
    // MARK: - Where answers end

    @Test(
        "an answer without body ends with its head, whatever the head says of a body",
        arguments: [204, 304],
        ["", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n"]
    )
    func noBody(status: Int, header: String) {
        let answers = ParsedAnswer.all(
            in: "HTTP/1.1 \(status) x\r\n\(header)\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        )
        #expect(answers.map(\.status) == [status, 200])
        #expect(answers.map(\.outcome) == [.whole, .whole])
        #expect(answers.allSatisfy { $0.body.isEmpty && $0.keepsAlive })
    }

    @Test(
        "an answer to HEAD has no body",
        arguments: ["", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n"]
    )
    func answerToHead(header: String) {
        let head = "HTTP/1.1 200 OK\r\n\(header)\r\n"
        let answers = ParsedAnswer.all(in: head + head, isHead: true)
        let answer = ParsedAnswer(outcome: .whole, status: 200, bytes: head.utf8.count, keepsAlive: true)
        #expect(answers == [answer, answer])
    }

    @Test(
        "an answer with neither length nor coding ends with the connection",
        arguments: ["HTTP/1.0", "HTTP/1.1"],
        ["", "body\r\n\r\n"]
    )
    func untilClose(version: String, body: String) throws {
        let head = "\(version) 200 OK\r\nConnection: keep-alive\r\n\r\n"
        let answer = try ParsedAnswer.only(in: head + body)
        let bytes = (head + body).utf8.count
        #expect(answer == ParsedAnswer(outcome: .endedByClose, status: 200, bytes: bytes, body: body))
    }

    @Test("answers may follow each other without a gap")
    func pipelined() {
        let answers = ParsedAnswer.all(
            in: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\nX: 1\r\n\r\n"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 No Content\r\nConnection: keep-alive\r\n\r\n"
                + "HTTP/1.1 500 x\r\nConnection: close\r\n\r\nfour"
        )
        #expect(answers.map(\.status) == [200, 404, 204, 500])
        #expect(answers.map(\.body) == ["one", "two", "", "four"])
        #expect(answers.map(\.outcome) == [.whole, .whole, .whole, .endedByClose])
        #expect(answers.map(\.keepsAlive) == [true, true, true, false])
    }

    @Test("a whole answer stays whole and reads nothing more")
    func whole() {
        let bytes = Array("HTTP/1.1 204\r\n\r\nHTTP/1.1 204\r\n\r\n".utf8)
        var parser = ResponseParser()
        parser.begin(isHead: false, wantsBody: false)
        bytes.withUnsafeBytes { piece in
            var position = 0
            #expect(parser.parse(piece, from: &position) == .complete)
            #expect(parser.parse(piece, from: &position) == .complete)
            #expect(position == 16)
        }
    }

    @Test("after a violation the rest is swallowed")
    func afterViolation() {
        let bytes = Array("ICY 200 OK\r\n".utf8)
        var parser = ResponseParser()
        parser.begin(isHead: false, wantsBody: true)
        bytes.withUnsafeBytes { piece in
            var position = 0
            #expect(parser.parse(piece, from: &position) == .failed(.notHTTP))
            #expect(parser.parse(piece, from: &position) == .needsMore)
            #expect(position == piece.count)
        }
        #expect(parser.end() == .withinAnswer)
        #expect(!parser.keepsAlive)
    }

    @Test("an empty piece changes nothing")
    func emptyPiece() {
        var parser = ResponseParser()
        parser.begin(isHead: false, wantsBody: true)
        var position = 0
        #expect(parser.parse(UnsafeRawBufferPointer(start: nil, count: 0), from: &position) == .needsMore)
        #expect(parser.isUntouched)
    }

    // MARK: - The end of the connection

    @Test(
        "the end of the connection comes before, within or after an answer",
        arguments: [
            ("", .beforeAnswer), ("H", .withinAnswer), ("HTTP/1.1 200 OK", .withinAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", .withinAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", .withinAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", .withinAnswer),
            ("HTTP/1.1 100 Continue\r\n\r\n", .withinAnswer), ("HTTP/1.1 200 OK\r\n\r", .withinAnswer),
            ("HTTP/1.1 200 OK\r\n\r\n", .complete), ("HTTP/1.1 200 OK\r\n\r\nok", .complete),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .complete),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .withinAnswer),
        ] as [(String, ResponseParser.End)]
    )
    func end(text: String, end: ResponseParser.End) {
        var parser = ResponseParser()
        parser.begin(isHead: false, wantsBody: false)
        var position = 0
        let action = Array(text.utf8).withUnsafeBytes { parser.parse($0, from: &position) }
        #expect(action == .needsMore)
        #expect(parser.end() == end)
    }

    // MARK: - Counts and limits

    @Test(
        "bytes are those of heads and body, without what frames chunks and without trailers",
        arguments: [true, false]
    )
    func byteCounts(wantsBody: Bool) {
        let interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunks = "3;x=y\r\none\r\n3\r\ntwo\r\n0\r\nX: trailer\r\n\r\n"
        let sized = "HTTP/1.1 200 OK\nContent-Length: 5\n\nthree"
        let open = "HTTP/1.0 200 OK\r\n\r\nto the end"
        let answers = ParsedAnswer.all(in: interim + head + chunks + sized + open, wantsBody: wantsBody)
        #expect(answers.map(\.bytes) == [(interim + head).utf8.count + 6, sized.utf8.count, open.utf8.count])
        #expect(answers.map(\.body) == (wantsBody ? ["onetwo", "three", "to the end"] : ["", "", ""]))
    }

    @Test("a head has a limit, and interim answers share it")
    func headLimit() throws {
        let most = ResponseParser.mostHeadBytes
        let interim = "HTTP/1.1 100 Continue\r\n\r\n"
        for start in ["HTTP/1.1 204 ", "HTTP/1.1 204\r\nX: ", interim + "HTTP/1.1 204\r\nX: "] {
            let filler = String(repeating: "x", count: most - start.utf8.count - 4)
            let fits = try ParsedAnswer.only(in: start + filler + "\r\n\r\n")
            #expect(fits == ParsedAnswer(outcome: .whole, status: 204, bytes: most, keepsAlive: true))
            #expect(try ParsedAnswer.only(in: start + filler + "x\r\n\r\n").violation == .headTooLong)
        }
        let interims = String(repeating: interim, count: most / interim.utf8.count + 1)
        #expect(try ParsedAnswer.only(in: interims).violation == .headTooLong)
    }

    @Test("trailers have the limit of a head")
    func trailerLimit() throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let filler = String(repeating: "x", count: ResponseParser.mostHeadBytes - 7)
        #expect(try ParsedAnswer.only(in: head + "0\r\nX: \(filler)\r\n\r\n").outcome == .whole)
        #expect(try ParsedAnswer.only(in: head + "0\r\nX: \(filler)x\r\n\r\n").violation == .headTooLong)
    }
}
