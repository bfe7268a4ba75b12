/// Why a histogram could not be made or read.
package enum HistogramError: Error, Equatable {
    /// No histogram can have this geometry.
    case geometry(lowest: UInt64, highest: UInt64, digits: Int)
    /// The text is not base64; `position` counts bytes from 0.
    case base64(position: Int)
    /// A part of the encoding ends too early.
    case truncated(part: Part)
    /// A part of the encoding has bytes after its end.
    case trailingBytes(part: Part)
    /// A part of the encoding starts with the wrong number.
    case cookie(UInt32, part: Part)
    /// The compressed part is no zlib stream, or a damaged one.
    case zlib
    /// The counters were shifted by a normalizing offset, which only Java's shift operations write.
    case shifted(by: Int32)
    /// The values stand for fractions, which only Java's DoubleHistogram writes.
    case scaled(ratio: Double)
    /// The payload has more counters than the geometry allows.
    case tooManyCounters(limit: Int)
    /// The counts add up to more than `Histogram.largestDecodedCount`.
    case tooManyValues
    /// A field of an `EncodedHistogram` is not what this program reads, or not what the data say.
    case field(String, found: String, expected: String)

    /// The layers of the encoding, outermost first.
    package enum Part: String {
        case container = "compressed histogram"
        case header = "histogram header"
        case payload = "histogram payload"
    }
}

extension HistogramError: CustomStringConvertible {
    /// One sentence that says what is wrong with the histogram.
    package var description: String {
        switch self {
        case .geometry(let lowest, let highest, let digits):
            """
            a histogram cannot count from \(lowest) to \(highest) with \(digits) digits: digits are 1 to 5, lowest is \
            at least 1 with room for the digits below 2^62, and highest lies between twice lowest and 2^63 - 1
            """
        case .base64(let position): "the histogram's text is not base64 at byte \(position)"
        case .truncated(let part): "the \(part.rawValue) is cut short"
        case .trailingBytes(let part): "the \(part.rawValue) has bytes after its end"
        case .cookie(let found, let part):
            "the \(part.rawValue) starts with 0x\(String(found, radix: 16)), which is not HdrHistogram's version 2"
        case .zlib: "the compressed histogram is not a whole zlib stream"
        case .shifted(let offset): "the histogram's counters are shifted by \(offset), which cannot be read"
        case .scaled(let ratio): "the histogram's values are scaled by \(ratio), only whole numbers can be read"
        case .tooManyCounters(let limit): "the histogram payload goes beyond its \(limit) counters"
        case .tooManyValues: "the histogram's counts add up to more than 2^48"
        case .field(let name, let found, let expected): "the histogram's \(name) is \(found), expected \(expected)"
        }
    }
}
