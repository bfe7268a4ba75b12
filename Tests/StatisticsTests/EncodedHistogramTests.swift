import Foundation
import Testing

@testable import Statistics

@Suite("EncodedHistogram")
struct EncodedHistogramTests {
    private let histogram = Histogram(.nanoseconds, [1000, 1000, 2_000_000_000, .max])

    @Test("Has exactly the keys of the result format")
    func keys() throws {
        let data = try JSONEncoder().encode(EncodedHistogram(histogram))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "count", "data", "encoding", "highestTrackable", "lowestDiscernible", "overflow", "significantDigits",
                "unit",
            ]
        )
        #expect(object["encoding"] as? String == "HdrHistogram/V2+zlib+base64")
        #expect(object["unit"] as? String == "ns")
        #expect(object["lowestDiscernible"] as? Int == 1)
        #expect(object["highestTrackable"] as? Int == 3_600_000_000_000)
        #expect(object["significantDigits"] as? Int == 3)
        #expect(object["count"] as? Int == 4)
        #expect(object["overflow"] as? Int == 1)
        #expect((object["data"] as? String)?.hasPrefix("HISTFAAA") == true)
    }

    @Test("Comes back from JSON with its counters and overflow, and is written the same again")
    func roundTrip() throws {
        let encoded = EncodedHistogram(histogram)
        let read = try JSONDecoder().decode(EncodedHistogram.self, from: JSONEncoder().encode(encoded))
        let decoded = try read.makeHistogram()
        #expect(Array(decoded.counters) == Array(histogram.counters))
        #expect(decoded.overflow == 1)
        #expect(EncodedHistogram(decoded) == encoded)
    }

    @Test(
        "A field that does not fit the data is named",
        arguments: [
            ("encoding", "\"HdrHistogram/V1\"", "HdrHistogram/V1", "HdrHistogram/V2+zlib+base64"),
            ("unit", "\"us\"", "us", "ns"),
            ("lowestDiscernible", "2", "2", "1"),
            ("highestTrackable", "3600000000", "3600000000", "3600000000000"),
            ("significantDigits", "2", "2", "3"),
            ("count", "5", "5", "4"),
            ("overflow", "5", "5", "at most its count, 4"),
        ]
    )
    func mismatch(field: String, json: String, found: String, expected: String) throws {
        let data = try JSONEncoder().encode(EncodedHistogram(histogram))
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        object[field] = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        let changed = try JSONDecoder().decode(
            EncodedHistogram.self,
            from: JSONSerialization.data(withJSONObject: object)
        )
        #expect(throws: HistogramError.field(field, found: found, expected: expected)) { try changed.makeHistogram() }
    }
}
