// Bodies in chunks (RFC 9112, section 7.1).

extension ResponseParser {
    /// Reads on in a chunked body.
    ///
    /// - Returns: nil where the trailers begin, or the piece ends.
    mutating func advanceChunks(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) -> Action? {
        while position < end {
            switch state {
            case .chunkSize, .chunkExtension:
                try readChunkLine(piece, &position, end)
            case .chunkLineFeed:
                guard piece[position] == Byte.lineFeed else { throw .chunkSize }
                position += 1
                lineBytes = 0
                if number > 0 {
                    state = .chunk
                } else {
                    isTrailer = true
                    mayFold = false
                    state = .lineStart
                    return nil
                }
            case .chunk:
                let part = takeCounted(&position, end)
                if number == 0 { state = .chunkReturn }
                if let part { return part }
            case .chunkReturn:
                guard piece[position] == Byte.carriageReturn else { throw .chunkEnd }
                position += 1
                state = .chunkEnd
            default:
                guard piece[position] == Byte.lineFeed else { throw .chunkEnd }
                position += 1
                number = 0
                hasDigit = false
                state = .chunkSize
            }
        }
        return nil
    }

    /// `1f;name=value`: the size, and extensions, which nobody reads.
    private mutating func readChunkLine(
        _ piece: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int
    ) throws(HTTPViolation) {
        let start = position
        do throws(HTTPViolation) {
            while state == .chunkSize, position < end {
                let digit = Byte.hexadecimal(piece[position])
                if digit < 16 {
                    number = number &* 16 &+ Int(digit)
                    guard number <= ResponseParser.mostBodyBytes else { throw .chunkSize }
                    hasDigit = true
                    position += 1
                } else {
                    let byte = piece[position]
                    guard hasDigit, Byte.isBlank(byte) || byte == Byte.semicolon || byte == Byte.carriageReturn else {
                        throw .chunkSize
                    }
                    // Blanks are allowed only before an extension, or at the end, where some servers pad the size.
                    state = .chunkExtension
                    isAfterBlank = Byte.isBlank(byte)
                }
            }
            while state == .chunkExtension, position < end {
                let byte = piece[position]
                if isAfterBlank, !Byte.isBlank(byte) {
                    guard byte == Byte.semicolon || byte == Byte.carriageReturn else { throw .chunkSize }
                    isAfterBlank = false
                }
                position = isAfterBlank ? position + 1 : Byte.endOfValue(piece, from: position, to: end)
                guard !isAfterBlank, position < end else { continue }
                guard piece[position] == Byte.carriageReturn else { throw .chunkSize }
                position += 1
                state = .chunkLineFeed
            }
        } catch {
            // As in a head.
            throw lineBytes + position - start > ResponseParser.mostChunkLineBytes ? .chunkLineTooLong : error
        }
        lineBytes += position - start
        guard lineBytes <= ResponseParser.mostChunkLineBytes else { throw .chunkLineTooLong }
    }
}
