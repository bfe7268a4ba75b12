import Testing

@testable import Statistics

@Suite("ZigZag LEB128")
struct ZigZagLEB128Tests {
    @Test("Writes and reads what Java does", arguments: Vectors.shared.zigzagLeb128_64b9B)
    func vectors(vector: Vectors.Integer) {
        var bytes: [UInt8] = []
        ZigZagLEB128.append(vector.n, to: &bytes)
        #expect(hex(bytes) == vector.hex)
        var rest = bytes[...]
        #expect(ZigZagLEB128.popFirst(of: &rest) == vector.n)
        #expect(rest.isEmpty)
    }

    @Test("Leaves what follows a number alone")
    func rest() {
        var bytes: ArraySlice<UInt8> = [0x80, 0x01, 0x7E]
        #expect(ZigZagLEB128.popFirst(of: &bytes) == 64)
        #expect(bytes == [0x7E])
    }

    @Test("A number that is cut short is none", arguments: [[], [0x80], [UInt8](repeating: 0xFF, count: 8)])
    func truncated(bytes: [UInt8]) {
        var rest = bytes[...]
        #expect(ZigZagLEB128.popFirst(of: &rest) == nil)
    }
}

/// Two lower-case digits per byte.
func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
