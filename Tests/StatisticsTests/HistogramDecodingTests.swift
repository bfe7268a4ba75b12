import Testing

@testable import Statistics

@Suite("Hostile encoded histograms")
struct HistogramDecodingTests {
    private static let layout = HistogramLayout.coarseNanoseconds

    /// What is wrong, the body before compression, and the error it must be.
    private static let bodies: [(String, [UInt8], HistogramError)] = [
        ("no header", [], .truncated(part: .header)),
        ("half a header", Array(header(payload: 0).prefix(39)), .truncated(part: .header)),
        ("version 1", header(payload: 0, replacing: 3, with: 0x01), .cookie(0x1C84_9301, part: .header)),
        ("shifted", header(payload: 0, replacing: 11, with: 7) + [0], .shifted(by: 7)),
        ("scaled", header(payload: 0, replacing: 32, with: 0x40), .scaled(ratio: 65_536)),
        ("no digits", header(payload: 0, replacing: 15, with: 0), geometry(digits: 0)),
        ("200 digits", header(payload: 0, replacing: 15, with: 200), geometry(digits: 200)),
        ("lowest 0", header(payload: 0, replacing: 23, with: 0), geometry(lowest: 0)),
        (
            "highest negative", header(payload: 0, replacing: 24, with: 0x80),
            geometry(highest: layout.highest + 1 << 63)
        ),
        ("payload missing", header(payload: 1), .truncated(part: .payload)),
        ("payload longer than stated", header(payload: 1) + [2, 2], .trailingBytes(part: .payload)),
        ("payload longer than all counters", header(payload: 4608 * 9 + 1), .trailingBytes(part: .payload)),
        ("a number cut short", header(payload: 1) + [0x80], .truncated(part: .payload)),
        ("a counter too many", body([-4608, 1]), .tooManyCounters(limit: 4608)),
        ("zeros beyond the end", body([-4609]), .tooManyCounters(limit: 4608)),
        ("the longest run of zeros", body([.min]), .tooManyCounters(limit: 4608)),
        ("a count of 2^48 + 1", body([1 << 48 + 1]), .tooManyValues),
        ("counts of 2^48 + 1 together", body([1 << 48, 1]), .tooManyValues),
        ("the largest count", body([.max, .max, .max]), .tooManyValues),
    ]

    @Test("A damaged body is named", arguments: bodies)
    func damagedBody(name: String, body: [UInt8], error: HistogramError) {
        #expect(throws: error) { try Histogram(encoded: HistogramContainer.wrap(body)) }
    }

    private static let intact = Histogram(layout, [1, 50, 1_000_000]).encoded()

    /// What is wrong, the container, and the error it must be.
    private static let containers: [(String, [UInt8], HistogramError)] = [
        ("nothing", [], .truncated(part: .container)),
        ("no length", Array(intact.prefix(7)), .truncated(part: .container)),
        ("no stream", Array(intact.prefix(8)), .truncated(part: .container)),
        ("last byte missing", intact.dropLast(), .truncated(part: .container)),
        ("one byte more", intact + [0], .trailingBytes(part: .container)),
        ("not compressed", [0x1C, 0x84, 0x93, 0x13] + intact.dropFirst(4), .cookie(0x1C84_9313, part: .container)),
        ("not zlib", [0x1C, 0x84, 0x93, 0x14, 0, 0, 0, 3, 1, 2, 3], .zlib),
        ("an empty stream", [0x1C, 0x84, 0x93, 0x14, 0, 0, 0, 0], .zlib),
        ("wrong checksum", intact.dropLast() + [(intact.last ?? 0) ^ 1], .zlib),
    ]

    @Test("A damaged container is named", arguments: containers)
    func damagedContainer(name: String, bytes: [UInt8], error: HistogramError) {
        #expect(throws: error) { try Histogram(encoded: bytes) }
    }

    @Test("A stream that ends before its container does is damaged")
    func bytesAfterStream() {
        var bytes = Self.intact + [0]
        bytes[7] += 1
        #expect(throws: HistogramError.trailingBytes(part: .container)) { try Histogram(encoded: bytes) }
    }

    @Test("2^48 values can be read")
    func largestCount() throws {
        let histogram = try Histogram(encoded: HistogramContainer.wrap(Self.body([1 << 47, 1 << 47])))
        #expect(histogram.count == Histogram.largestDecodedCount)
        #expect(histogram.percentile(100) == 1)
    }

    @Test("A stream that expands without end costs no more than the limit")
    func bomb() throws {
        let bomb = Zlib.compress([UInt8](repeating: 0, count: 50_000_000))
        let (bytes, isWhole) = try Zlib.decompress(bomb, limit: 1000)
        #expect(bytes.count == 1000 && !isWhole)
    }

    @Test("Errors read as sentences about the histogram")
    func descriptions() {
        #expect("\(HistogramError.truncated(part: .payload))" == "the histogram payload is cut short")
        #expect(
            "\(HistogramError.cookie(0x1C84_9301, part: .header))"
                == "the histogram header starts with 0x1c849301, which is not HdrHistogram's version 2"
        )
    }

    @Test("Random damage is an error or a histogram that works", arguments: Layer.allCases, 1...3)
    func randomDamage(layer: Layer, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let sources = Vectors.shared.cases.map(\.base64_storedBlocks).filter { $0.utf8.count < 2000 }
        var survivors = 0
        for _ in 0..<4000 {
            let source = try #require(sources.randomElement(using: &generator))
            guard let histogram = try layer.decodeDamaged(source, using: &generator) else { continue }
            survivors += 1
            #expect(histogram.counters.reduce(0) { $0 + $1.count } == histogram.count)
            #expect(histogram.percentile(50) <= histogram.max)
            #expect(histogram.percentileRows(ticksPerHalfDistance: 5).last?.countToValue == histogram.count)
            expectEqual(try Histogram(encoded: histogram.encoded()), histogram)
        }
        if layer == .body { #expect(survivors > 100) }  // The damage reaches the counters, not only the checks.
    }

    /// Where the damage is done.
    enum Layer: CaseIterable {
        case text
        case container
        case body

        /// The histogram that is still in the damaged encoding, or nil if that is an error.
        func decodeDamaged(_ text: String, using generator: inout SeededGenerator) throws -> Histogram? {
            let container = try Base64.decode(text)
            let body = try Zlib.decompress(HistogramContainer.stream(in: container), limit: 10_000).bytes
            do throws(HistogramError) {
                switch self {
                case .text:
                    let damaged = damage(Array(text.utf8), using: &generator)
                    return try Histogram(encodedText: String(decoding: damaged, as: UTF8.self))
                case .container: return try Histogram(encoded: damage(container, using: &generator))
                case .body: return try Histogram(encoded: HistogramContainer.wrap(damage(body, using: &generator)))
                }
            } catch {
                return nil
            }
        }

        private func damage(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
            var bytes = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let position = Int.random(in: 0..<max(1, bytes.count), using: &generator)
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: bytes = Array(bytes.prefix(position))
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
                case 2: bytes += bytes.suffix(position)
                case 3..<6 where position < bytes.count:
                    bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                default: if position < bytes.count { bytes[position] = UInt8.random(in: 0...255, using: &generator) }
                }
            }
            return bytes
        }
    }

    // MARK: - Bodies

    private static func header(payload: Int, replacing index: Int = 0, with byte: UInt8 = 0x1C) -> [UInt8] {
        var bytes = HistogramHeader(payloadLength: payload, layout: layout).encoded
        bytes[index] = byte
        return bytes
    }

    private static func body(_ numbers: [Int64]) -> [UInt8] {
        var payload: [UInt8] = []
        for number in numbers { ZigZagLEB128.append(number, to: &payload) }
        return header(payload: payload.count) + payload
    }

    private static func geometry(
        lowest: UInt64 = layout.lowest,
        highest: UInt64 = layout.highest,
        digits: Int = layout.digits
    ) -> HistogramError {
        .geometry(lowest: lowest, highest: highest, digits: digits)
    }
}
