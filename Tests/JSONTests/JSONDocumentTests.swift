import JSON
import Testing

@Suite("JSON text")
struct JSONDocumentTests {
    @Test(
        "Any value may stand at the root and prints as it was",
        arguments: [
            "{}", "[]", "null", "true", "false", "0", "-7", "5.0", "1e-05", "0.1", #""""#, #""a\"b\\c\n\u0001é""#,
            #"{"b":1,"a":[true,null,{"x":"y"}],"":2}"#, "9223372036854775807", "1e+16", "-0.0",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try JSONDocument(parsing: text).root.description == text)
    }

    @Test("Blanks around values do not matter")
    func blanks() throws {
        #expect(try JSONDocument(parsing: " \r\n\t{ \"a\" : [ 1 , 2 ] } ").root.description == #"{"a":[1,2]}"#)
    }

    @Test("Escapes, surrogate pairs and NUL in a string are decoded")
    func escapes() throws {
        let root = try JSONDocument(parsing: #""\u00e9\ud83c\udf38\u0000\/""#).root
        #expect(root.string == "é🌸\0/")
    }

    @Test(
        "What is not JSON is refused at its place",
        arguments: [
            ("", 1, 0), ("{", 1, 1), ("[1,]", 1, 4), ("{\n  \"a\": 1,\n  b: 2}", 3, 3), ("1 2", 1, 3), ("NaN", 1, 3),
            ("Infinity", 1, 8), ("-Infinity", 1, 1), ("'a'", 1, 1), ("[01]", 1, 2), (#""\ud800""#, 1, 8),
        ]
    )
    func syntax(text: String, line: Int, column: Int) {
        #expect {
            try JSONDocument(parsing: text)
        } throws: { error in
            guard let error = error as? JSONError else { return false }
            return error.reason == .syntax && error.line == line && error.column == column && !error.message.isEmpty
        }
    }

    @Test("The error is a sentence with line and column")
    func sentence() {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: "[1,\n 2 3]") }
        #expect(error?.description == "line 2, column 4: ']' expected near '3'")
        #expect(error?.offset == 8)
    }

    @Test("Text that is not UTF-8 is told apart")
    func encoding() {
        let error = #expect(throws: JSONError.self) {
            try [UInt8]([0x22, 0xff, 0x22]).withUnsafeBytes { try JSONDocument(parsing: $0) }
        }
        #expect(error?.reason == .encoding)
    }

    @Test("The last of members with the same name wins")
    func duplicates() throws {
        #expect(try JSONDocument(parsing: #"{"a":1,"b":2,"a":3}"#).root.description == #"{"a":3,"b":2}"#)
    }

    @Test("An integer beyond 64 bits makes the integers of its text reals")
    func bigIntegers() throws {
        let root = try JSONDocument(parsing: "[123456789012345678901, 5]").root
        #expect(root[0]?.kind == .real)
        #expect(root[0]?.number == 1.2345678901234568e20)
        #expect(root[0]?.integer == nil)
        #expect(root[1]?.number == 5)
    }

    @Test(
        "A number beyond a double is refused as such",
        arguments: ["1e400", "-1e400", "1" + String(repeating: "0", count: 400)]
    )
    func overflow(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
        #expect(error?.reason == .overflow)
    }

    @Test("Nesting is bounded at 2,048")
    func depth() throws {
        let deepest = String(repeating: "[", count: 2_047) + String(repeating: "]", count: 2_047)
        #expect(try JSONDocument(parsing: deepest).root.description == deepest)
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(parsing: String(repeating: "[", count: 1_000_000))
        }
        #expect(error?.reason == .depth)
    }

    @Test("An empty buffer without an address is refused like empty text")
    func emptyBuffer() {
        #expect(throws: JSONError.self) { try JSONDocument(parsing: UnsafeRawBufferPointer(start: nil, count: 0)) }
    }
}
