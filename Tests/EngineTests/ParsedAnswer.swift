import Testing

@testable import Engine

/// What a parser makes of one answer, the parts of its body joined.
struct ParsedAnswer: Equatable {
    enum Outcome: Equatable {
        /// It ends where its head says.
        case whole
        /// It ends with the connection, as it may.
        case endedByClose
        /// The connection ended within it.
        case cutOff
        case failed(HTTPViolation)
    }

    var outcome = Outcome.cutOff
    var status = 0
    /// 0 for an answer that failed: those of the line that is wrong are not counted, as nobody asks.
    var bytes = 0
    var body = ""
    var keepsAlive = false

    var violation: HTTPViolation? {
        if case .failed(let violation) = outcome { violation } else { nil }
    }
}

extension ParsedAnswer {
    /// The answers in what a connection brings before it ends, in `pieces` as they come from the socket.
    ///
    /// It does what the transport does: parse until no more is there, begin an answer when a byte of it has come.
    static func all(in pieces: [[UInt8]], isHead: Bool = false, wantsBody: Bool = true) -> [ParsedAnswer] {
        var head = RecurringHead()
        return all(in: pieces, isHead: isHead, wantsBody: wantsBody, recalling: &head)
    }

    /// The same, where `head` may be that of an earlier answer.
    static func all(
        in pieces: [[UInt8]],
        isHead: Bool = false,
        wantsBody: Bool = true,
        recalling head: inout RecurringHead
    ) -> [ParsedAnswer] {
        var parser = ResponseParser()
        var answers: [ParsedAnswer] = []
        var body: [UInt8] = []
        var isBetweenAnswers = true
        func add(_ outcome: Outcome) {
            let hasFailed = if case .failed = outcome { true } else { false }
            answers.append(
                ParsedAnswer(
                    outcome: outcome,
                    status: parser.status,
                    bytes: hasFailed ? 0 : parser.bytes,
                    body: String(decoding: body, as: UTF8.self),
                    keepsAlive: parser.keepsAlive
                )
            )
            body = []
            isBetweenAnswers = true
        }
        for piece in pieces {
            var position = 0
            while !isBetweenAnswers || position < piece.count {
                if isBetweenAnswers { parser.begin(isHead: isHead, wantsBody: wantsBody) }
                isBetweenAnswers = false
                let action = piece.withUnsafeBytes { parser.parse($0, from: &position, recalling: &head) }
                if case .body(let start, let count) = action { body += piece[start..<start + count] }
                if action == .complete { add(.whole) }
                if case .failed(let violation) = action {
                    add(.failed(violation))
                    return answers
                }
                if action == .needsMore { break }
            }
        }
        if !isBetweenAnswers { add(parser.end() == .complete ? .endedByClose : .cutOff) }
        return answers
    }

    static func all(in text: String, isHead: Bool = false, wantsBody: Bool = true) -> [ParsedAnswer] {
        all(in: [Array(text.utf8)], isHead: isHead, wantsBody: wantsBody)
    }

    /// The only answer in `text`.
    static func only(in text: String, isHead: Bool = false) throws -> ParsedAnswer {
        let answers = all(in: text, isHead: isHead)
        try #require(answers.count == 1)
        return answers[0]
    }

    /// An answer with status 200 and these lines as headers, which end in CRLF unless they bring their own.
    static func only(headers: String..., version: String = "HTTP/1.1", body: String = "") throws -> ParsedAnswer {
        try only(in: "\(version) 200 OK\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    }
}
