import JSON
import Testing

@testable import IrisServer

@Suite("The scanner of usual bodies")
struct FlowerScannerTests {
    private static let features = ["a", "bb", "b", "dddd"]

    private func scan(_ text: String) -> SIMD4<Double>? {
        text.utf8.span.bytes.withUnsafeBytes { bytes in
            var scanner = FlowerScanner(bytes)
            return scanner.scan(Self.features)
        }
    }

    @Test(
        "Reads numbers to the nearest double, as the parser does",
        arguments: [
            "0", "-0", "0.0", "5", "-5.25", "6.765352725982666", "1.8131520748138428", "9007199254740993", "0.1",
            "123456789012345678",
            "9223372036854775807", "0.30000000000000004", "4.35", "0.000001", "8.98846567431158", "1.7976931348623157",
            "2.2250738585072011",
            "123456789.123456789", "99999999999999999.5", "0.00000000000000000001",
        ]
    )
    func numbers(text: String) throws {
        let expected = try #require(try JSONDocument(parsing: text).root.number)
        let scanned = try #require(scan("{\"a\": \(text), \"b\":\(text),\"bb\":1 ,\"dddd\"\n:\t2\r}"))
        #expect(scanned == SIMD4(expected, 1, expected, 2))
        #expect(scanned[0].sign == expected.sign || text == "-0")
    }

    @Test("The last of members with the same name wins")
    func duplicates() {
        #expect(scan(#"{"a":1,"bb":2,"b":3,"dddd":4,"a":5}"#) == SIMD4(5, 2, 3, 4))
    }

    @Test(
        "Leaves everything else to the parser",
        arguments: [
            "", "{", "{}", "[]", #"{"a":1,"bb":2,"b":3}"#, #"{"a":1,"bb":2,"b":3,"dddd":4"#,
            #"{"a":1,"bb":2,"b":3,"dddd":4}}"#,
            #"{"a":1,"bb":2,"b":3,"dddd":4,}"#, #"{"a":1,"bb":2,"b":3,"dddd":4,"e":5}"#,
            #"{"a":1,"bb":2,"b":3,"dddd":"4"}"#,
            #"{"a":1,"bb":2,"b":3,"dddd":4e0}"#, #"{"a":1,"bb":2,"b":3,"dddd":01}"#, #"{"a":1,"bb":2,"b":3,"dddd":1.}"#,
            #"{"a":1,"bb":2,"b":3,"dddd":.5}"#, #"{"a":1,"bb":2,"b":3,"dddd":-}"#, #"{"a":1,"bb":2,"b":3,"dddd":+1}"#,
            #"{"a":1,"bb":2,"b":3,"dddd":0x10}"#, #"{"a":1,"bb":2,"b":3,"dddd":1"#,
            #"{"a":1,"bb":2,"b":3,"dddd":true}"#,
            #"{"a":1,"bb":2,"b":3,"dddd"4}"#, #"{"a":1 "bb":2,"b":3,"dddd":4}"#, #"{"\u0061":1,"bb":2,"b":3,"dddd":4}"#,
            #"{"a:1,"bb":2,"b":3,"dddd":4}"#, #"{"a":1,"bb":2,"b":3,"dddd"#,
        ]
    )
    func refused(text: String) {
        #expect(scan(text) == nil)
    }
}
