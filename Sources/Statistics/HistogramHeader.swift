/// The 40 bytes in front of a histogram's counters in HdrHistogram's version 2, all numbers big-endian.
struct HistogramHeader {
    /// How many bytes of counters follow.
    let payloadLength: Int
    /// The geometry of the histogram.
    let layout: HistogramLayout

    /// How long a header is.
    static let length = 40
    /// What a header starts with: version 2, integers of variable length.
    private static let cookie: UInt32 = 0x1C84_9313

    init(payloadLength: Int, layout: HistogramLayout) {
        self.payloadLength = payloadLength
        self.layout = layout
    }

    /// Reads and checks the header that `bytes` start with.
    init(_ bytes: [UInt8]) throws(HistogramError) {
        guard bytes.count >= Self.length else { throw .truncated(part: .header) }
        let cookie: UInt32 = bytes.bigEndian(at: 0)
        guard cookie == Self.cookie else { throw .cookie(cookie, part: .header) }
        let offset: Int32 = bytes.bigEndian(at: 8)
        guard offset == 0 else { throw .shifted(by: offset) }
        let ratio = Double(bitPattern: bytes.bigEndian(at: 32))
        guard ratio == 1 else { throw .scaled(ratio: ratio) }
        let digits: Int32 = bytes.bigEndian(at: 12)
        let length: UInt32 = bytes.bigEndian(at: 4)
        payloadLength = Int(length)
        layout = try HistogramLayout(
            lowest: bytes.bigEndian(at: 16),
            highest: bytes.bigEndian(at: 24),
            digits: Int(digits)
        )
    }

    /// The header as bytes.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(Self.cookie)
        bytes.appendBigEndian(UInt32(payloadLength))
        bytes.appendBigEndian(Int32(0))  // normalizing offset
        bytes.appendBigEndian(Int32(layout.digits))
        bytes.appendBigEndian(layout.lowest)
        bytes.appendBigEndian(layout.highest)
        bytes.appendBigEndian((1.0).bitPattern)  // ratio of integers to values
        return bytes
    }
}
