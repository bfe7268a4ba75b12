internal import Glibc

// The character classes of RFC 9110 that decide what may be sent.
extension UInt8 {
    /// Whether the byte may stand in a token: a method or a header name (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains(self)
    }

    /// Whether the byte is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }

    /// Whether the byte is a control character (C0 or DEL).
    var isControl: Bool { self < 0x20 || self == 0x7F }
}

extension UnsafeRawBufferPointer {
    /// The bytes without blanks around them (RFC 9110, section 5.5).
    var trimmingBlanks: UnsafeRawBufferPointer {
        var bytes = self[...]
        while let first = bytes.first, first == 32 || first == 9 { bytes.removeFirst() }
        while let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
        return UnsafeRawBufferPointer(rebasing: bytes)
    }

    /// Whether this value of a `Connection` field has the option `close` (RFC 9112, section 9.6).
    var listsClose: Bool {
        var rest = self[...]
        while !rest.isEmpty {
            let comma = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            let option = UnsafeRawBufferPointer(rebasing: rest[..<comma]).trimmingBlanks
            if let start = option.baseAddress, option.count == 5, strncasecmp(start, "close", 5) == 0 { return true }
            rest = rest[comma...].dropFirst()
        }
        return false
    }
}
