/// The bytes that the grammar of HTTP names, and what kind a byte is.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let comma: UInt8 = 0x2c
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3a
    static let semicolon: UInt8 = 0x3b

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// Whether a name may have it: letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2).
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        // One bit for each of the characters 0 to 63 and 64 to 127.
        let bits: UInt64 = byte < 64 ? 0x03ff_6cfa_0000_0000 : 0x57ff_ffff_c7ff_fffe
        return byte < 128 && (bits &>> UInt64(byte & 63)) & 1 == 1
    }

    /// The value of a hexadecimal digit; 16 and more for any other byte.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8 {
        if isDigit(byte) { return byte &- zero }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : 16
    }

    /// The first position from `start` on where no value goes on: a control character but tab, or `end`.
    @inline(__always)
    static func endOfValue(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var position = start
        while position < end {
            if position &+ 8 <= end {
                let word = UInt64(littleEndian: UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self))
                let controls = controlBits(word)
                guard controls != 0 else {
                    position &+= 8
                    continue
                }
                position &+= controls.trailingZeroBitCount / 8
            }
            let byte = bytes[position]
            if (byte < space && byte != tab) || byte == 0x7f { return position }
            position &+= 1
        }
        return end
    }

    /// Eight bytes at once: the lowest bit that is set lies in the first byte that is below 32 or is 127.
    @inline(__always)
    private static func controlBits(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let deletes = word ^ (ones &* 0x7f)
        return ((word &- ones &* 0x20) & ~word | (deletes &- ones) & ~deletes) & (ones &* 0x80)
    }
}

/// Texts of the grammar, in lower case where case does not matter.
enum Known {
    static let version: StaticString = "HTTP/1."
    static let contentLength: StaticString = "content-length"
    static let connection: StaticString = "connection"
    static let transferEncoding: StaticString = "transfer-encoding"
    static let close: StaticString = "close"
    static let keepAlive: StaticString = "keep-alive"
    static let chunked: StaticString = "chunked"

    /// Whether a name may be one of the headers that frame an answer or say whether its connection stays: its length and
    /// its first letter are.
    @inline(__always)
    static func matters(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let first = name[0] | 0x20
        return (count == contentLength.utf8CodeUnitCount || count == connection.utf8CodeUnitCount)
            && first == contentLength[0]
            || count == transferEncoding.utf8CodeUnitCount && first == transferEncoding[0]
    }
}

extension StaticString {
    /// The byte at `index`, 0 behind the end.
    @inline(__always)
    subscript(index: Int) -> UInt8 {
        index < utf8CodeUnitCount ? utf8Start[index] : 0
    }
}
