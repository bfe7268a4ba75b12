// The header fields that frame a message: their names among all others, and their values.

extension ResponseParser {
    // MARK: - Names

    mutating func readName(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) {
        while field != .other, position < end {
            let byte = piece[position]
            if byte == Byte.colon { break }
            match(byte | 0x20)
            guard Byte.isToken(byte) else { throw .headerName }
            position &+= 1
            matched &+= 1
        }
        let start = position
        while position < end, Byte.isToken(piece[position]) { position &+= 1 }
        matched &+= position &- start
        guard position < end else { return }
        guard piece[position] == Byte.colon, matched > 0 else { throw .headerName }
        position += 1
        try beginValue()
    }

    /// Follows the names that matter for as long as the line's name may be one of them.
    @inline(__always)
    private mutating func match(_ lower: UInt8) {
        switch field {
        case .unknown:
            // "content-length" and "connection" part after three characters.
            if matched == 0, lower == Known.transferEncoding[0] {
                field = .transferEncoding
            } else if matched < 3, lower == Known.connection[matched] {
                return
            } else if matched == 3, lower == Known.connection[3] {
                field = .connection
            } else if matched == 3, lower == Known.contentLength[3] {
                field = .contentLength
            } else {
                field = .other
            }
        case .contentLength where lower != Known.contentLength[matched]: field = .other
        case .connection where lower != Known.connection[matched]: field = .other
        case .transferEncoding where lower != Known.transferEncoding[matched]: field = .other
        default: break
        }
    }

    private mutating func beginValue() throws(HTTPViolation) {
        switch field {
        case .contentLength where matched == Known.contentLength.utf8CodeUnitCount:
            number = -1
            isAfterBlank = false
            state = .number
        case .transferEncoding where matched == Known.transferEncoding.utf8CodeUnitCount:
            guard !isOldVersion else { throw .transferCoding }
            hasCoding = true
            matched = 0
            state = .list
        case .connection where matched == Known.connection.utf8CodeUnitCount:
            matched = 0
            state = .list
        default:
            field = .other
            state = .value
        }
        mayFold = field == .other
    }

    // MARK: - Values

    /// The value of `Content-Length`: digits, with blanks around them.
    mutating func readLength(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) {
        while position < end {
            let byte = piece[position]
            if Byte.isDigit(byte) {
                guard !isAfterBlank else { throw .contentLength }
                number = max(number, 0) &* 10 &+ Int(byte &- Byte.zero)
                guard number <= ResponseParser.mostBodyBytes else { throw .contentLength }
            } else if Byte.isBlank(byte) {
                isAfterBlank = number >= 0
            } else {
                guard byte == Byte.carriageReturn || byte == Byte.lineFeed, number >= 0 else { throw .contentLength }
                guard length < 0 || length == number else { throw .conflictingLengths }
                length = number
                return try endLine(byte, &position)
            }
            position += 1
        }
    }

    /// The values of `Connection` and `Transfer-Encoding`: words between commas.
    mutating func readList(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) {
        while position < end {
            let byte = piece[position]
            switch byte {
            case Byte.comma:
                try endWord()
            case Byte.space, Byte.tab:
                // A blank ends what may be one of our words: "chunk ed" is none.
                if matched != 0 { isAfterBlank = true }
            case Byte.carriageReturn, Byte.lineFeed:
                try endWord()
                return try endLine(byte, &position)
            case Byte.semicolon where isChunkedWord:
                // chunked has no parameters (section 7).
                throw .transferCoding
            default:
                guard byte > Byte.space, byte != 0x7f else { throw .controlCharacter }
                matchWord(byte | 0x20)
            }
            position += 1
        }
    }

    private var isChunkedWord: Bool {
        field == .transferEncoding && matched == Known.chunked.utf8CodeUnitCount
    }

    /// Follows the one of our words that begins like this one; -1 is another word.
    private mutating func matchWord(_ lower: UInt8) {
        if matched == 0 {
            word = field == .transferEncoding ? .chunked : lower == Known.close[0] ? .close : .keepAlive
            isAfterBlank = false
        }
        guard matched >= 0, !isAfterBlank, lower == word.text[matched] else {
            matched = -1
            return
        }
        matched += 1
    }

    private mutating func endWord() throws(HTTPViolation) {
        defer { matched = 0 }
        guard matched != 0 else { return }
        let isKnown = matched == word.text.utf8CodeUnitCount
        if field == .transferEncoding {
            // Nothing may come after chunked, not even itself (section 6.1).
            guard !isChunked else { throw .transferCoding }
            isChunked = isKnown
        } else if isKnown {
            if word == .close { saysClose = true } else { saysKeepAlive = true }
        }
    }
}
