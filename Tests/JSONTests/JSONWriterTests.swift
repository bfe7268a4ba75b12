import JSON
import Testing

@Suite("JSON output")
struct JSONWriterTests {
    @Test("Commas stand between values and nowhere else")
    func commas() {
        var out = JSONWriter()
        out.beginObject()
        out.key("a")
        out.beginArray()
        out.integer(1)
        out.beginObject()
        out.endObject()
        out.null()
        out.endArray()
        out.key("b")
        out.bool(true)
        out.endObject()
        #expect(out.text == #"{"a":[1,{},null],"b":true}"#)
    }

    @Test(
        "Doubles print with the fewest digits that read back",
        arguments: [
            (0.1, "0.1"), (5, "5.0"), (1.0 / 3, "0.3333333333333333"), (6.765352725982666, "6.765352725982666"),
            (1e-7, "1e-07"), (1.7976931348623157e308, "1.7976931348623157e+308"), (.nan, "null"), (-.infinity, "null"),
        ] as [(Double, String)]
    )
    func doubles(value: Double, expected: String) {
        var out = JSONWriter()
        out.number(value)
        #expect(out.text == expected)
    }

    @Test("Every character of a string survives being written and parsed")
    func strings() throws {
        let text = String(String.UnicodeScalarView((0..<0x180).compactMap(Unicode.Scalar.init))) + "\u{2028}🌸"
        var out = JSONWriter()
        out.string(text)
        #expect(!out.bytes.contains { $0 < 0x20 })
        #expect(try JSONDocument(parsing: out.text).root.string == text)
    }

    @Test("An emptied writer starts anew")
    func reuse() {
        var out = JSONWriter(capacity: 16)
        out.integer(UInt64.max)
        out.removeAll()
        out.integer(-1)
        #expect(out.text == "-1")
    }
}
