import Testing

@testable import Engine

@Suite struct RecurringHeadTests {
    /// What a parser that has seen `before` makes of `after`.
    private func answers(_ after: String, after before: String) -> [ParsedAnswer] {
        var head = RecurringHead()
        _ = ParsedAnswer.all(in: [Array(before.utf8)], recalling: &head)
        return ParsedAnswer.all(in: [Array(after.utf8)], recalling: &head)
    }

    private let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test(
        "a head that is not the last one is read for what it is",
        arguments: [
            "HTTP/1.1 500 OK\r\nContent-Length: 2\r\n\r\nno", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes",
            "HTTP/1.1 200 OK\r\n\r\nto the end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            "HTTP/1.1 204 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nCont",
        ]
    )
    func others(text: String) {
        #expect(answers(text, after: answer) == ParsedAnswer.all(in: text))
        #expect(answers(answer, after: text) == ParsedAnswer.all(in: answer))
        #expect(answers(text, after: text) == ParsedAnswer.all(in: text))
    }

    @Test("a head is recalled whose body is another")
    func bodies() {
        #expect(answers(answer.replacing("ok", with: "no"), after: answer).map(\.body) == ["no"])
    }

    /// Whether the head of `text` is recalled after it was read once.
    private func isRecalled(_ text: String) -> Bool {
        var head = RecurringHead()
        var parser = ResponseParser()
        return Array(text.utf8).withUnsafeBytes { bytes in
            for _ in 0..<2 {
                var position = 0
                parser.begin(isHead: false, wantsBody: true)
                _ = parser.parse(bytes, from: &position, recalling: &head)
            }
            var position = 0
            parser.begin(isHead: false, wantsBody: true)
            return head.recall(&parser, bytes, &position) && position > 0
        }
    }

    @Test("a head that was read is recalled, up to the length that is kept")
    func recalls() {
        #expect(isRecalled(answer))
        let most = RecurringHead.capacity - answer.utf8.count + 2 - "X: \r\n".utf8.count
        for (length, expected) in [(most, true), (most + 1, false)] {
            let header = "\r\nX: \(String(repeating: "x", count: length))\r\n\r\n"
            #expect(isRecalled(answer.replacing("\r\n\r\n", with: header)) == expected)
        }
    }

    @Test("a head after an interim answer is recalled with it, and cut in it is read")
    func interim() {
        let text = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\(answer)"
        #expect(isRecalled(text))
        let bytes = Array(text.utf8)
        for cut in 1..<bytes.count {
            var head = RecurringHead()
            _ = ParsedAnswer.all(in: [bytes], recalling: &head)
            let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(ParsedAnswer.all(in: pieces, recalling: &head) == ParsedAnswer.all(in: [bytes]))
        }
    }

    @Test("a head longer than what is kept is read each time")
    func long() {
        let long = answer.replacing("\r\n\r\n", with: "\r\nX: \(String(repeating: "x", count: 2000))\r\n\r\n")
        #expect(answers(long, after: long) == ParsedAnswer.all(in: long))
        #expect(answers(answer, after: long) == ParsedAnswer.all(in: answer))
    }

    @Test("the answer to a HEAD request is not taken for one with a body")
    func headRequests() {
        var head = RecurringHead()
        let bytes = [Array(answer.utf8.dropLast(2))]
        let toGet = ParsedAnswer.all(in: bytes, isHead: false, recalling: &head)
        let toHead = ParsedAnswer.all(in: bytes, isHead: true, recalling: &head)
        #expect(toGet.map(\.outcome) == [.cutOff])
        #expect(toHead.map(\.outcome) == [.whole])
    }
}
