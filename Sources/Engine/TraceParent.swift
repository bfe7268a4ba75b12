internal import Statistics
internal import Workload

/// The `traceparent` headers of a worker's requests (https://www.w3.org/TR/trace-context/, version 00): each has a trace
/// of its own, which it asks the server to record.
struct TraceParent {
    static let name = "traceparent"
    /// A whole field with its line's end, whose ids are still to be written.
    private static let line: StaticString =
        "traceparent: 00-00000000000000000000000000000000-0000000000000000-01\r\n"
    /// The same without the line's end.
    static var field: String { String("\(line)".dropLast()) }
    /// Where the value is in it.
    static let valueOffset = 13

    private static let traceOffset = 3
    private static let parentOffset = 36
    private var random: SplitMix64

    /// Two runs must not write the same ids, so `seed` is not the run's own.
    init(seed: UInt64 = .random(in: 0 ... .max)) {
        random = SplitMix64(seed: seed)
    }

    /// Appends `bytes`, whole requests, to `buffer`; each that has no `traceparent` gets one behind its other fields.
    mutating func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        var start = 0
        // What cannot be read as a request is sent as it is.
        while true {
            let position = RawRequests.skipEmptyLines(bytes, from: start)
            guard position < bytes.count, let request = try? RawRequest(bytes, from: position) else { break }
            if !request.hasTraceParent {
                buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<request.emptyLine]))
                TraceParent.line.withUTF8Buffer { buffer.append(UnsafeRawBufferPointer($0)) }
                let value = buffer.bytes.count - TraceParent.line.utf8CodeUnitCount + TraceParent.valueOffset
                buffer.edit(at: value) { write($0) }
                start = request.emptyLine
            }
            buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<request.end]))
            start = request.end
        }
        buffer.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// Writes new ids into the value that begins at `value`.
    mutating func write(_ value: UnsafeMutablePointer<UInt8>) {
        TraceParent.write(random.next(), value + TraceParent.traceOffset)
        // An id of zeros is none.
        TraceParent.write(random.next() | 1, value + TraceParent.traceOffset + 16)
        TraceParent.write(random.next() | 1, value + TraceParent.parentOffset)
    }

    private static func write(_ number: UInt64, _ digits: UnsafeMutablePointer<UInt8>) {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 15
            digits[index] = digit < 10 ? Byte.zero &+ digit : 0x57 &+ digit
        }
    }
}
