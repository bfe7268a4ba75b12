// Heads: the status line and the header lines, of interim answers too, and the trailers.

extension ResponseParser {
    /// Reads on in a head.
    ///
    /// - Returns: nil where the body begins, or the piece ends.
    mutating func advanceHead(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) -> Action? {
        let start = position
        var hasEnded = false
        do throws(HTTPViolation) {
            while position < end, !hasEnded {
                switch state {
                case .version, .minorVersion, .statusSpace, .statusCode, .afterStatus:
                    try readStatus(piece, &position, end)
                case .lineStart:
                    skipLines(piece, &position, end)
                    if position < end { hasEnded = try beginLine(piece[position], &position) }
                case .name:
                    try readName(piece, &position, end)
                case .value:
                    position = Byte.endOfValue(piece, from: position, to: end)
                    if position < end { try endLine(piece[position], &position) }
                case .number:
                    try readLength(piece, &position, end)
                case .list:
                    try readList(piece, &position, end)
                case .lineFeed:
                    try endLine(expecting: piece[position], &position)
                default:
                    guard piece[position] == Byte.lineFeed else { throw .controlCharacter }
                    position += 1
                    hasEnded = true
                }
            }
        } catch {
            // What is wrong behind the limit does not count: how much of it is here depends on how the head is cut.
            throw lineBytes + position - start > ResponseParser.mostHeadBytes ? .headTooLong : error
        }
        lineBytes += position - start
        guard lineBytes <= ResponseParser.mostHeadBytes else { throw .headTooLong }
        if !isTrailer { bytes += position - start }
        return hasEnded ? try endHead() : nil
    }

    // MARK: - Status line

    /// `HTTP/1.1 200 OK`; the reason and the blank before it may be missing.
    private mutating func readStatus(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) {
        while position < end {
            let byte = piece[position]
            position += 1
            switch state {
            case .version:
                guard byte == Known.version[matched] else { throw matched < 5 ? .notHTTP : .version }
                matched += 1
                if matched == Known.version.utf8CodeUnitCount { state = .minorVersion }
            case .minorVersion:
                guard Byte.isDigit(byte), byte <= Byte.zero + 1 else { throw .version }
                isOldVersion = byte == Byte.zero
                state = .statusSpace
            case .statusSpace:
                guard byte == Byte.space else { throw .notHTTP }
                matched = 0
                state = .statusCode
            case .statusCode:
                guard Byte.isDigit(byte), byte != Byte.zero || matched > 0 else { throw .status }
                status = status &* 10 &+ Int(byte &- Byte.zero)
                matched += 1
                if matched == 3 { state = .afterStatus }
            default:
                guard byte == Byte.space || byte == Byte.carriageReturn || byte == Byte.lineFeed else { throw .status }
                mayFold = false
                state = .value  // The reason may have the characters of a value.
                if byte != Byte.space { position -= 1 }
                return
            }
        }
    }

    // MARK: - Lines

    /// Skips whole lines of headers that nobody reads: what most of a head is made of, at the least cost.
    ///
    /// Whatever is unusual about a line, it is left to the others, which read it byte by byte.
    private mutating func skipLines(_ piece: UnsafePointer<UInt8>, _ position: inout Int, _ end: Int) {
        var start = position
        while true {
            var colon = start
            while colon < end, Byte.isToken(piece[colon]) { colon &+= 1 }
            guard colon < end, piece[colon] == Byte.colon, colon > start,
                isTrailer || !Known.matters(piece + start, colon &- start)
            else { break }
            let last = Byte.endOfValue(piece, from: colon &+ 1, to: end)
            guard last &+ 1 < end, piece[last] == Byte.carriageReturn, piece[last &+ 1] == Byte.lineFeed else { break }
            start = last &+ 2
            mayFold = true
        }
        position = start
    }

    /// - Returns: whether the head ends here.
    private mutating func beginLine(_ byte: UInt8, _ position: inout Int) throws(HTTPViolation) -> Bool {
        switch byte {
        case Byte.lineFeed:
            position += 1
            return true
        case Byte.carriageReturn:
            position += 1
            state = .headLineFeed
        case Byte.space, Byte.tab:
            // A continuation of a header that nobody reads (section 5.2).
            guard mayFold else { throw .folding }
            state = .value
        default:
            matched = 0
            // Those of trailers come too late to mean anything (section 7.1.2).
            field = isTrailer ? .other : .unknown
            state = .name
        }
        return false
    }

    /// Ends a line at a byte that no value has.
    mutating func endLine(_ byte: UInt8, _ position: inout Int) throws(HTTPViolation) {
        guard byte == Byte.carriageReturn || byte == Byte.lineFeed else { throw .controlCharacter }
        if byte == Byte.carriageReturn { position += 1 }
        state = .lineFeed
    }

    private mutating func endLine(expecting byte: UInt8, _ position: inout Int) throws(HTTPViolation) {
        guard byte == Byte.lineFeed else { throw .controlCharacter }
        position += 1
        state = .lineStart
    }

    // MARK: - The end

    /// What follows the empty line (section 6.3).
    private mutating func endHead() throws(HTTPViolation) -> Action? {
        if isTrailer { return finish() }
        guard status >= 200 else {
            guard status != 101 else { throw .switchedProtocols }
            beginHead()
            return nil
        }
        headBytes = bytes
        guard !hasCoding || length < 0 else { throw .lengthAndCoding }
        if isHead || status == 204 || status == 304 { return finish() }
        if isChunked {
            number = 0
            lineBytes = 0
            hasDigit = false
            state = .chunkSize
        } else if length >= 0 {
            guard length > 0 else { return finish() }
            number = length
            state = .body
        } else {
            state = .bodyToEnd
        }
        return nil
    }

    mutating func finish() -> Action {
        state = .whole
        return .complete
    }
}
