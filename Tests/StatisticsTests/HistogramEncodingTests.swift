import Testing

@testable import Statistics

@Suite("HdrHistogram encoding")
struct HistogramEncodingTests {
    @Test("Encodes as Java does before compression", arguments: Vectors.shared.recordedCases)
    func encodes(vector: Vectors.Case) throws {
        let (recorded, expected) = (try #require(vector.recorded), try #require(vector.rawHex))
        let histogram = try Histogram(
            HistogramLayout(
                lowest: vector.lowestDiscernibleValue,
                highest: vector.highestTrackableValue,
                digits: vector.significantDigits
            )
        )
        for pair in recorded { histogram.record(pair[0], count: pair[1]) }
        #expect(hex(histogram.encodedBody()) == expected)
        let stream = try HistogramContainer.stream(in: histogram.encoded())
        #expect(hex(try Zlib.decompress(stream, limit: 10_000).bytes) == expected)
        #expect(histogram.encodedText().hasPrefix("HISTFAAA"))
    }

    @Test("Encodes 1 to 10000 as Java does")
    func encodesUniform() throws {
        let vector = try #require(Vectors.shared.cases.first { $0.name == "uniform-1..10000-us" })
        let layout = try HistogramLayout(lowest: 1, highest: vector.highestTrackableValue, digits: 3)
        #expect(try Histogram(layout, 1...10_000).encodedBody() == inflatedBody(vector.base64_zlibDefault))
    }

    @Test("Reads what other libraries wrote, and writes it again", arguments: Vectors.shared.cases)
    func decodes(vector: Vectors.Case) throws {
        let body = try inflatedBody(vector.base64_zlibDefault)
        for text in [vector.base64_zlibDefault, vector.base64_storedBlocks, vector.base64_python] {
            let histogram = try Histogram(encodedText: text)
            #expect(histogram.encodedBody() == body)
            #expect(histogram.count == vector.totalCount)
            #expect(histogram.min == vector.minLowestEquivalent)
            #expect(histogram.max == vector.maxHighestEquivalent)
            #expect(isClose(histogram.mean, vector.mean))
            let population = histogram.standardDeviation * deviationRatio(count: histogram.count)
            #expect(isClose(population, vector.stddev))
            if let counts = vector.nonZeroCounts {
                #expect(histogram.counters.map { [UInt64($0.index), $0.values.lowerBound, $0.count] } == counts)
            }
        }
    }

    @Test("Percentiles are those of Java", arguments: Vectors.shared.cases)
    func percentiles(vector: Vectors.Case) throws {
        let histogram = try Histogram(encodedText: vector.base64_zlibDefault)
        for (percentile, value) in vector.percentilesJavaCeil {
            #expect(histogram.percentile(try #require(Double(percentile))) == value, "percentile \(percentile)")
        }
    }

    @Test("Reads and rewrites a line of a log that Java made")
    func javaLog() throws {
        for vector in Vectors.shared.javaMade {
            let histogram = try Histogram(encodedText: vector.base64)
            #expect(hex(histogram.encodedBody()) == vector.rawHex)
            #expect(histogram.count == vector.total)
            #expect(histogram.min == vector.min && histogram.max == vector.max)
            #expect(isClose(histogram.mean, vector.mean))
            #expect(isClose(histogram.standardDeviation * deviationRatio(count: vector.total), vector.stddev))
            #expect(histogram.counters.map { [UInt64($0.index), $0.values.lowerBound, $0.count] } == vector.nonZero)
        }
    }

    @Test("Reads the histograms of a log file")
    func logFile() throws {
        let rows = fixture("sample.hlog").split(separator: "\n").filter { $0.hasPrefix("Tag=") }
        try #require(rows.count == Vectors.shared.sampleLogRead.count)
        for (row, expected) in zip(rows, Vectors.shared.sampleLogRead) {
            let fields = row.split(separator: ",")
            #expect(fields[0] == "Tag=\(expected.tag)")
            #expect(try Histogram(encodedText: String(fields[4])).count == expected.count)
        }
    }

    @Test("Counters above the highest value, as Java may write them, survive")
    func aboveHighest() throws {
        let layout = try HistogramLayout(lowest: 1, highest: 3000, digits: 3)
        var payload: [UInt8] = []
        ZigZagLEB128.append(Int64(-layout.counterCount + 1), to: &payload)
        ZigZagLEB128.append(4, to: &payload)
        let body = HistogramHeader(payloadLength: payload.count, layout: layout).encoded + payload
        let histogram = try Histogram(encoded: HistogramContainer.wrap(body))
        #expect(histogram.max == 4095)
        #expect(histogram.percentile(50) == 4095)
        #expect(histogram.encodedBody() == body)
        histogram.reset()
        #expect(Array(histogram.counters).isEmpty)
    }

    private func inflatedBody(_ text: String) throws -> [UInt8] {
        try Zlib.decompress(HistogramContainer.stream(in: Base64.decode(text)), limit: 1 << 20).bytes
    }

    /// The vectors divide by n where a sample's deviation divides by n - 1.
    private func deviationRatio(count: UInt64) -> Double {
        count == 0 ? 1 : (Double(count - 1) / Double(count)).squareRoot()
    }
}
