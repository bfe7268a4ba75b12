import Foundation
import Testing

/// The vectors of Fixtures/hdr-vectors.json: histograms with their encoding, checked against other HdrHistograms.
struct Vectors: Decodable {
    let cases: [Case]
    let javaMade: [JavaCase]
    let merge: Merge
    let zigzagLeb128_64b9B: [Integer]
    let sampleLogRead: [LogRow]

    /// The cases that say what was recorded.
    var recordedCases: [Case] { cases.filter { $0.recorded != nil } }

    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let lowestDiscernibleValue: UInt64
        let highestTrackableValue: UInt64
        let significantDigits: Int
        let subBucketCount: Int
        let bucketCount: Int
        let countsArrayLength: Int
        let unitMagnitude: Int
        /// Pairs of value and count; nil where only the encoding is given.
        let recorded: [[UInt64]]?
        /// Index, value and count of each counter that is not 0; nil where only the encoding is given.
        let nonZeroCounts: [[UInt64]]?
        let totalCount: UInt64
        let minLowestEquivalent: UInt64
        let maxHighestEquivalent: UInt64
        let mean: Double
        let stddev: Double
        let percentilesJavaCeil: [String: UInt64]
        let rawHex: String?
        let base64_zlibDefault: String
        let base64_storedBlocks: String
        let base64_python: String

        var testDescription: String { name }
    }

    struct JavaCase: Decodable {
        let base64: String
        let rawHex: String
        let total: UInt64
        let min: UInt64
        let max: UInt64
        let mean: Double
        let stddev: Double
        let nonZero: [[UInt64]]
    }

    struct Merge: Decodable {
        let a: String
        let b: String
        let merged: String
        let mergedTotal: UInt64
        let mergedPercentilesJavaCeil: [String: UInt64]
    }

    struct Integer: Decodable, CustomTestStringConvertible {
        let n: Int64
        let hex: String

        var testDescription: String { "\(n)" }
    }

    /// How many values a line of sample.hlog holds, and its tag.
    struct LogRow: Decodable {
        let count: UInt64
        let tag: String

        init(from decoder: any Decoder) throws {
            var fields = try decoder.unkeyedContainer()
            count = try fields.decode(UInt64.self)
            tag = try fields.decode(String.self)
        }
    }

    static let shared = orStop { try JSONDecoder().decode(Vectors.self, from: Data(fixture("hdr-vectors.json").utf8)) }
}

/// The text of a file in Fixtures.
func fixture(_ name: String) -> String {
    orStop { try String(contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/\(name)"), encoding: .utf8) }
}

/// The value that `make` returns, for constants without which no test makes sense.
func orStop<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { fatalError("\(error)") }
}
