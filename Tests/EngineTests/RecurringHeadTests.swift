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
