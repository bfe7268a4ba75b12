import Statistics
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
    @Test("The sequence is that of the reference implementation")
    func sequence() {
        var random = SplitMix64(seed: 42)
        let expected: [UInt64] = [
            0xBDD7_3226_2FEB_6E95, 0x28EF_E333_B266_F103, 0x4752_6757_130F_9F52, 0x581C_E1FF_0E4A_E394,
            0x09BC_585A_2448_23F2,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test("Numbers below a bound are the high bits of a product")
    func below() {
        var random = SplitMix64(seed: 7)
        let expected: [UInt64] = [3, 0, 9, 5, 4, 2, 4, 3, 1, 4, 1, 9]
        #expect(expected.map { _ in random.below(10) } == expected)
    }
}
