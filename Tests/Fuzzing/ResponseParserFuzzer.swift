// A fuzzer of the parser of answers: scripts/fuzz compiles it together with the parser, for libFuzzer.
//
// The first byte of an input is a set of flags, the second chooses how the answers behind the third are cut, and the
// third how near its limit the first head begins, if a flag wants that. The seeds have letters, a digit and a line end.

/// What the parser did, in a form that must not depend on how the bytes are cut.
private enum Event: Equatable {
    case body
    case complete(status: Int, bytes: Int, keepsAlive: Bool)
    case failed(HTTPViolation)
    case ended(ResponseParser.End, status: Int, bytes: Int, keepsAlive: Bool)
}

/// Traps, with the input kept by libFuzzer, when a rule does not hold.
private func must(_ rule: Bool, _ message: StaticString) {
    guard !rule else { return }
    fatalError("\(message)")
}

/// One reading of an input, which does what the transport does: begins an answer when a byte of it has come.
private struct Reading {
    var parser = ResponseParser()
    /// The head that came last, in this reading or the one before.
    let head: UnsafeMutablePointer<RecurringHead>
    var isHead: Bool
    var wantsBody: Bool
    /// How many bytes the limit leaves to the first head.
    var room: Int
    var events: [Event] = []
    /// The events but for bodies.
    var ends: [Event] = []
    /// The bytes of all bodies.
    var bodies: [UInt8] = []
    private var bodyBytes = 0
    private var isBetweenAnswers = true
    private var hasFailed = false

    init(head: UnsafeMutablePointer<RecurringHead>, isHead: Bool, wantsBody: Bool, room: Int) {
        self.head = head
        self.isHead = isHead
        self.wantsBody = wantsBody
        self.room = room
    }

    mutating func read(_ piece: UnsafeRawBufferPointer) {
        guard !hasFailed else { return }
        var position = 0
        while !isBetweenAnswers || position < piece.count {
            if isBetweenAnswers { beginAnswer() }
            guard step(piece, &position) else { break }
        }
    }

    /// What the end of the connection makes of it.
    mutating func end() {
        guard !hasFailed, !isBetweenAnswers else { return }
        let end = parser.end()
        must(end != .beforeAnswer, "an answer has begun")
        must(!parser.keepsAlive, "an answer that is not whole keeps nothing alive")
        add(.ended(end, status: parser.status, bytes: parser.bytes, keepsAlive: parser.keepsAlive))
    }

    private mutating func beginAnswer() {
        parser.begin(isHead: isHead, wantsBody: wantsBody)
        must(parser.isUntouched, "an answer begins with nothing")
        parser.lineBytes = ResponseParser.mostHeadBytes - room
        room = ResponseParser.mostHeadBytes
        bodyBytes = 0
        isBetweenAnswers = false
    }

    /// - Returns: whether to go on in the piece.
    private mutating func step(_ piece: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        let start = position
        let action = parser.parse(piece, from: &position, recalling: &head.pointee)
        must(start <= position && position <= piece.count, "the position stays in the piece and moves forth")
        if parser.state != .failed { checkNumbers() }
        switch action {
        case .needsMore:
            must(position == piece.count, "more is needed only when all is read")
            return false
        case .body(let from, let count):
            must(wantsBody && !isHead, "a body is told of where it is wanted and can be")
            must(parser.status >= 200 && parser.status != 204 && parser.status != 304, "the status allows a body")
            must(count > 0 && from >= start && from + count == position, "a part of a body lies in what was read")
            if events.last != .body { events.append(.body) }
            bodies.append(contentsOf: piece[from..<position])
            bodyBytes += count
        case .complete:
            must(position > start || events.last == .body, "only a body that is told of ends before its answer does")
            must(200...999 ~= parser.status, "a whole answer has a final status")
            must(parser.bytes >= bodyBytes + 14, "an answer has a head and its body")
            add(.complete(status: parser.status, bytes: parser.bytes, keepsAlive: parser.keepsAlive))
            isBetweenAnswers = true
        case .failed(let violation):
            must(violation != .excess, "the parser knows of no requests")
            must(!parser.keepsAlive, "a wrong answer keeps nothing alive")
            add(.failed(violation))
            hasFailed = true
            must(parser.parse(piece, from: &position) == .needsMore && position == piece.count, "the rest is swallowed")
            return false
        }
        return true
    }

    private mutating func add(_ end: Event) {
        events.append(end)
        ends.append(end)
    }

    private func checkNumbers() {
        must(-1...ResponseParser.mostBodyBytes ~= parser.number, "a number is within its limits")
        must(-1...ResponseParser.mostBodyBytes ~= parser.length, "a length is within its limits")
    }
}

/// How long the pieces are: one of a few kinds of cutting, then random.
private struct Cutting {
    private var state: UInt64
    private let most: UInt64

    init(seed: UInt8) {
        state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
        most = [1, 2, 3, 9, 17, 64, 300, 5000][Int(seed & 7)]
    }

    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % most) + 1
    }
}

/// libFuzzer's entry.
@c(LLVMFuzzerTestOneInput)
func fuzzResponseParser(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data, count > 3 else { return 0 }
    let flags = data[0]
    let isHead = flags & 1 != 0
    let wantsBody = flags & 2 != 0
    let room = flags & 4 != 0 ? Int(data[2]) : ResponseParser.mostHeadBytes
    let answers = UnsafeRawBufferPointer(start: data + 3, count: count - 3)

    let head = UnsafeMutablePointer<RecurringHead>.allocate(capacity: 1)
    head.initialize(to: RecurringHead())
    defer {
        head.deinitialize(count: 1)
        head.deallocate()
    }
    var whole = Reading(head: head, isHead: isHead, wantsBody: wantsBody, room: room)
    whole.read(answers)
    whole.end()

    var cut = Reading(head: head, isHead: isHead, wantsBody: wantsBody, room: room)
    var cutting = Cutting(seed: data[1])
    var position = 0
    // A piece is a copy at the very end of a block, so that the address sanitizer sees each byte read too far, and is
    // overwritten by the next one, so that no look back works.
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: answers.count, alignment: 1)
    defer { block.deallocate() }
    while position < answers.count {
        let length = min(cutting.next(), answers.count - position)
        let piece = UnsafeMutableRawBufferPointer(rebasing: block[(block.count - length)...])
        piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: answers[position..<position + length]))
        cut.read(UnsafeRawBufferPointer(piece))
        position += length
    }
    cut.end()
    must(cut.events == whole.events && cut.bodies == whole.bodies, "a cut makes no difference")

    // Whether the body is wanted makes none either, but for the body.
    var other = Reading(head: head, isHead: isHead, wantsBody: !wantsBody, room: room)
    other.read(answers)
    other.end()
    must(other.ends == whole.ends, "a wish for the body makes no difference")
    return 0
}
