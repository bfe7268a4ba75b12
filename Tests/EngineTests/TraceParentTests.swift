import Foundation
import Statistics
import Testing

@testable import Engine

@Suite struct TraceParentTests {
    private func write(_ traces: inout TraceParent) -> String {
        var value = Array(TraceParent.field.utf8.dropFirst(TraceParent.valueOffset))
        value.withUnsafeMutableBufferPointer { if let first = $0.baseAddress { traces.write(first) } }
        return String(decoding: value, as: UTF8.self)
    }

    @Test("ids are written in the places that the standard gives them")
    func places() {
        // The first numbers of SplitMix64 with seed 0; the last bit of an id keeps it from being zero.
        var traces = TraceParent(seed: 0)
        #expect(write(&traces) == "00-e220a8397b1dcdaf6e789e6aa1b965f5-06c45d188009454f-01")
    }

    private func append(_ text: String) -> String {
        var traces = TraceParent(seed: 0)
        var buffer = ByteBuffer()
        Array(text.utf8).withUnsafeBytes { traces.append($0, to: &buffer) }
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test(
        "each request gets a field of its own behind the others, unless it has one",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nTRACE\r\n\r\n"),
            ("GET / HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\nHost: h\nTRACE\r\n\n"),
            (
                "PUT / HTTP/1.1\r\nContent-Length: 4\r\n\r\na\r\nbGET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: 4\r\nTRACE\r\n\r\na\r\nb"
                    + "GET / HTTP/1.1\r\nHost: h\r\nTRACE\r\n\r\n"
            ),
            ("GET / HTTP/1.1\r\nTraceParent: x\r\n\r\n", "GET / HTTP/1.1\r\nTraceParent: x\r\n\r\n"),
            ("nothing of the kind", "nothing of the kind"), ("", ""),
        ]
    )
    func appending(text: String, expected: String) {
        let made = append(text)
        let fields = made.matches(of: /traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01/).map { String($0.output) }
        #expect(fields.reduce(made) { $0.replacingOccurrences(of: $1, with: "TRACE") } == expected)
        #expect(
            Set(fields).count == fields.count && !fields.contains { $0.hasSuffix(String(repeating: "0", count: 8)) }
        )
    }

    @Test("no two are the same, in one worker or in two")
    func different() {
        var (one, other) = (TraceParent(), TraceParent())
        #expect(Set((0..<1000).flatMap { _ in [write(&one), write(&other)] }).count == 2000)
    }
}
