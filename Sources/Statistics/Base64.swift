/// Base64 of RFC 4648 section 4, strict: the standard alphabet, padded, nothing between the characters.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The value of each byte as a digit; 64 and more are none.
    private static let digits: [UInt8] = {
        var digits = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { digits[Int(character)] = UInt8(value) }
        return digits
    }()

    /// The text of `bytes`.
    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for digit in 0...group.count { text.append(alphabet[bits >> (18 - 6 * digit) & 63]) }
            for _ in group.count..<3 { text.append(padding) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` stands for.
    static func decode(_ text: String) throws(HistogramError) -> [UInt8] {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4) else { throw .base64(position: characters.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        for start in stride(from: 0, to: characters.count, by: 4) {
            let isLast = start + 4 == characters.count
            let pads = isLast ? characters[start + 2..<start + 4].reversed().prefix { $0 == padding }.count : 0
            var bits = 0
            for position in start..<start + 4 - pads {
                let digit = digits[Int(characters[position])]
                guard digit < 64 else { throw .base64(position: position) }
                bits = bits << 6 | Int(digit)
            }
            // Two pads leave 4 bits of the second digit over, one leaves 2 bits of the third: strictly, they are 0.
            guard bits & ((1 << (2 * pads)) - 1) == 0 else { throw .base64(position: start + 3 - pads) }
            bits >>= 2 * pads
            for byte in 0..<3 - pads { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * (2 - pads - byte)))) }
        }
        return bytes
    }
}
