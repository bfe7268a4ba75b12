import Testing

@testable import Engine

@Suite struct TraceParentTests {
    private func write(_ traces: inout TraceParent) -> String {
        var value = Array(TraceParent.blank.utf8)
        value.withUnsafeMutableBufferPointer { if let first = $0.baseAddress { traces.write(first) } }
        return String(decoding: value, as: UTF8.self)
    }

    @Test("ids are written in the places that the standard gives them")
    func places() {
        // The first numbers of SplitMix64 with seed 0; the last bit of an id keeps it from being zero.
        var traces = TraceParent(seed: 0)
        #expect(write(&traces) == "00-e220a8397b1dcdaf6e789e6aa1b965f5-06c45d188009454f-01")
    }

    @Test("no two are the same, in one worker or in two")
    func different() {
        var (one, other) = (TraceParent(), TraceParent())
        #expect(Set((0..<1000).flatMap { _ in [write(&one), write(&other)] }).count == 2000)
    }
}
