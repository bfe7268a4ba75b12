/// Reads answers in HTTP/1.0 and 1.1 (RFC 9112) from pieces of any size: bytes in, actions out, nothing kept of them.
///
/// It works through the bytes once, without a look back, so a cut at any position makes no difference. Lines of the
/// head may end in LF alone (section 2.2), lines between chunks may not.
struct ResponseParser {
    /// What the bytes so far mean.
    enum Action: Equatable {
        /// All bytes are read; more belong to the answer, or the next one has not begun.
        case needsMore
        /// A part of the body, only told where `begin` asked for it; more of the piece may be left.
        case body(start: Int, count: Int)
        /// The answer is whole; the rest of the piece belongs to the next one.
        case complete
        /// The answer breaks the rules: where the next one begins cannot be told.
        case failed(HTTPViolation)
    }

    /// What the end of the connection means.
    enum End {
        /// Nothing of an answer had come.
        case beforeAnswer
        /// The answer is cut off.
        case withinAnswer
        /// The body was to end with the connection.
        case complete
    }

    /// The longest head, with the interim answers before it; trailers may be as long again.
    static let mostHeadBytes = 256 << 10
    /// The longest line with the size of a chunk and its extensions.
    static let mostChunkLineBytes = 16 << 10
    /// The largest `Content-Length` and chunk size: 2^58, more than can ever come, and no digit more overflows `Int`.
    static let mostBodyBytes = 1 << 58

    /// Where the parser is.
    enum State: UInt8 {
        case version, minorVersion, statusSpace, statusCode, afterStatus
        case lineStart, name, value, number, list, lineFeed, headLineFeed
        case body, bodyToEnd, whole
        case chunkSize, chunkExtension, chunkLineFeed, chunk, chunkReturn, chunkEnd
        case failed
    }

    /// The headers that matter, the rest, and those whose name may still be one that matters.
    enum Field: UInt8 {
        case unknown, other, contentLength, transferEncoding, connection
    }

    /// The words in lists that matter.
    enum Word: UInt8 {
        case close, keepAlive, chunked

        var text: StaticString {
            switch self {
            case .close: Known.close
            case .keepAlive: Known.keepAlive
            case .chunked: Known.chunked
            }
        }
    }

    /// The status of the answer.
    var status = 0
    /// Bytes of its head and its body, those of interim answers included and those that frame chunks not.
    var bytes = 0
    /// Those of them that are the head's.
    var headBytes = 0
    var state = State.version
    var field = Field.other
    var word = Word.close
    /// How many characters of a known text have been seen in a row; -1 after another word of a list.
    var matched = 0
    /// Bytes of heads, or of a chunk's line, so far.
    var lineBytes = 0
    /// Bytes that are left of the body or of a chunk, or the number that is being read.
    var number = 0
    /// The `Content-Length`; -1 without one.
    var length = -1
    var isHead = false
    var wantsBody = false
    var isOldVersion = false
    var saysClose = false
    var saysKeepAlive = false
    var hasCoding = false
    var isChunked = false
    /// Whether the next line may continue the last one.
    var mayFold = false
    var isAfterBlank = false
    /// Whether the size of a chunk has begun.
    var hasDigit = false
    /// Within the trailers after the last chunk.
    var isTrailer = false

    /// Makes ready for the next answer.
    ///
    /// - Parameters:
    ///   - isHead: whether it answers a HEAD request, and so has no body.
    ///   - wantsBody: whether to tell where the parts of its body are.
    mutating func begin(isHead: Bool, wantsBody: Bool) {
        bytes = 0
        lineBytes = 0
        self.isHead = isHead
        self.wantsBody = wantsBody
        beginHead()
    }

    /// An interim answer has a head of its own.
    mutating func beginHead() {
        state = .version
        matched = 0
        status = 0
        length = -1
        isOldVersion = false
        saysClose = false
        saysKeepAlive = false
        hasCoding = false
        isChunked = false
        isTrailer = false
    }

    /// Whether nothing of the answer has come.
    var isUntouched: Bool { state == .version && matched == 0 && lineBytes == 0 }

    /// Whether the connection serves further requests after this whole answer (section 9.3).
    var keepsAlive: Bool {
        !saysClose && (!isOldVersion || saysKeepAlive) && state == .whole
    }

    /// Reads on in `piece` from `position`, which moves behind what was read.
    mutating func parse(_ piece: UnsafeRawBufferPointer, from position: inout Int) -> Action {
        if state == .whole { return .complete }
        guard let base = piece.baseAddress else { return .needsMore }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        do throws(HTTPViolation) {
            return try advance(bytes, &position, piece.count)
        } catch {
            state = .failed
            return .failed(error)
        }
    }

    private mutating func advance(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) -> Action {
        while position < end {
            switch state {
            case .body:
                let part = takeCounted(&position, end)
                if number == 0 { state = .whole }
                if let part { return part }
                if number == 0 { return .complete }
            case .bodyToEnd:
                return takeToEnd(&position, end)
            case .chunkSize, .chunkExtension, .chunkLineFeed, .chunk, .chunkReturn, .chunkEnd:
                if let action = try advanceChunks(piece, &position, end) { return action }
            case .failed:
                position = end
            default:
                if let action = try advanceHead(piece, &position, end) { return action }
            }
        }
        return .needsMore
    }

    /// What the end of the connection makes of the answer.
    mutating func end() -> End {
        if state == .bodyToEnd { return .complete }
        return isUntouched ? .beforeAnswer : .withinAnswer
    }

    // MARK: - Bodies

    /// Takes what is there of the `number` bytes that are left of a body or a chunk.
    ///
    /// - Returns: nil where nobody wants the body.
    mutating func takeCounted(_ position: inout Int, _ end: Int) -> Action? {
        let start = position
        let count = min(number, end - start)
        position += count
        bytes += count
        number -= count
        return wantsBody ? .body(start: start, count: count) : nil
    }

    private mutating func takeToEnd(_ position: inout Int, _ end: Int) -> Action {
        let start = position
        position = end
        bytes += end - start
        return wantsBody ? .body(start: start, count: end - start) : .needsMore
    }
}
