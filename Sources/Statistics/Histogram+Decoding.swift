extension Histogram {
    /// The most values that an encoded histogram may hold: 2^48, a million requests per second for nine years.
    ///
    /// The encoding could state 2^63 - 1 for every counter. With this limit, thousands of foreign histograms can be
    /// merged before a total would overflow.
    package static let largestDecodedCount: UInt64 = 1 << 48

    /// Reads base64 text of HdrHistogram's compressed encoding, version 2.
    package convenience init(encodedText text: String) throws(HistogramError) {
        try self.init(encoded: try Base64.decode(text))
    }

    /// Reads HdrHistogram's compressed encoding, version 2.
    ///
    /// The bytes may come from anywhere: whatever they say, this throws or makes a histogram that can be used, and
    /// takes no more memory than the counters of the geometry they state.
    package convenience init(encoded bytes: [UInt8]) throws(HistogramError) {
        let stream = try HistogramContainer.stream(in: bytes)
        let header = try HistogramHeader(try Zlib.decompress(stream, limit: HistogramHeader.length).bytes)
        guard header.payloadLength <= header.layout.counterCount * 9 else { throw .trailingBytes(part: .payload) }

        let bodyLength = HistogramHeader.length + header.payloadLength
        let (body, isWhole) = try Zlib.decompress(stream, limit: bodyLength)
        guard body.count == bodyLength else { throw .truncated(part: .payload) }
        guard isWhole else { throw .trailingBytes(part: .payload) }
        self.init(header.layout)
        try readCounters(body[HistogramHeader.length...])
    }

    private func readCounters(_ payload: ArraySlice<UInt8>) throws(HistogramError) {
        var payload = payload
        var index = 0
        while !payload.isEmpty {
            guard let number = ZigZagLEB128.popFirst(of: &payload) else { throw .truncated(part: .payload) }
            let step = number < 0 ? number.magnitude : 1
            guard step <= layout.counterCount - index else { throw .tooManyCounters(limit: layout.counterCount) }
            if number > 0 { try readCounter(at: index, count: UInt64(number)) }
            index += Int(step)
        }
    }

    /// Fills one counter; minimum and maximum become the ends of the counters seen, as no exact ones were written.
    private func readCounter(at index: Int, count added: UInt64) throws(HistogramError) {
        guard added <= Self.largestDecodedCount - count else { throw .tooManyValues }
        counts[index] = added
        totals.pointee.count += added
        totals.pointee.min = Swift.min(totals.pointee.min, layout.lowestEquivalent(at: index))
        totals.pointee.max = layout.highestEquivalent(at: index)
        totals.pointee.isSumExact = false
    }
}
