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
