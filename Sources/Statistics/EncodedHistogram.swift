/// A histogram as it stands in a result file: HdrHistogram's encoding, with its key figures in plain sight.
package struct EncodedHistogram: Codable, Sendable, Equatable {
    /// The name of the encoding of `data`.
    package let encoding: String
    /// The unit of the recorded values.
    package let unit: String
    /// The smallest value that is told apart from 0.
    package let lowestDiscernible: UInt64
    /// The largest value that is counted where it belongs.
    package let highestTrackable: UInt64
    /// Decimal digits that are kept of every value.
    package let significantDigits: Int
    /// How many values were recorded.
    package let count: UInt64
    /// How many values were clamped to `highestTrackable`.
    package let overflow: UInt64
    /// `Histogram.encodedText()`.
    package let data: String

    private static let encoding = "HdrHistogram/V2+zlib+base64"
    private static let unit = "ns"

    /// Encodes a histogram of nanoseconds.
    package init(_ histogram: Histogram) {
        encoding = Self.encoding
        unit = Self.unit
        lowestDiscernible = histogram.layout.lowest
        highestTrackable = histogram.layout.highest
        significantDigits = histogram.layout.digits
        count = histogram.count
        overflow = histogram.overflow
        data = histogram.encodedText()
    }

    /// Decodes the histogram; throws if the data are damaged or are not what the other fields say.
    package func makeHistogram() throws(HistogramError) -> Histogram {
        try expect(encoding, Self.encoding, in: "encoding")
        try expect(unit, Self.unit, in: "unit")
        let histogram = try Histogram(encodedText: data)
        try expect(lowestDiscernible, histogram.layout.lowest, in: "lowestDiscernible")
        try expect(highestTrackable, histogram.layout.highest, in: "highestTrackable")
        try expect(significantDigits, histogram.layout.digits, in: "significantDigits")
        try expect(count, histogram.count, in: "count")
        guard overflow <= count else {
            throw .field("overflow", found: "\(overflow)", expected: "at most its count, \(count)")
        }
        histogram.totals.pointee.overflow = overflow
        return histogram
    }

    private func expect<Value: Equatable>(
        _ found: Value,
        _ expected: Value,
        in field: String
    ) throws(HistogramError) {
        guard found == expected else { throw .field(field, found: "\(found)", expected: "\(expected)") }
    }
}
