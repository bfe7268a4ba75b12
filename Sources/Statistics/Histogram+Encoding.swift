extension Histogram {
    /// The histogram in HdrHistogram's compressed encoding, version 2, which the tools of other languages read.
    ///
    /// It keeps the counters only: not the exact minimum, maximum and sum, nor which values were clamped.
    package func encoded() -> [UInt8] { HistogramContainer.wrap(encodedBody()) }

    /// The encoding as base64, as it stands in HdrHistogram's logs; below 64 KiB it starts with "HISTFAAA".
    package func encodedText() -> String { Base64.encode(encoded()) }

    /// Header and counters before compression.
    ///
    /// The counters end with the last that is not 0, and an empty histogram has one counter: a reader that sees none
    /// calls it damaged. A run of zeros is its negative length, except that a single zero is 0.
    func encodedBody() -> [UInt8] {
        var payload: [UInt8] = []
        var written = 0
        for counter in counters {
            Self.appendZeros(counter.index - written, to: &payload)
            ZigZagLEB128.append(Int64(clamping: counter.count), to: &payload)
            written = counter.index + 1
        }
        if written == 0 { Self.appendZeros(1, to: &payload) }
        return HistogramHeader(payloadLength: payload.count, layout: layout).encoded + payload
    }

    private static func appendZeros(_ count: Int, to payload: inout [UInt8]) {
        guard count > 0 else { return }
        ZigZagLEB128.append(count == 1 ? 0 : Int64(-count), to: &payload)
    }
}
