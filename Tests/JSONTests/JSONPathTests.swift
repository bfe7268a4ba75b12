import JSON
import Testing

@Suite("JSON paths")
struct JSONPathTests {
    private static let text = #"{"a":{"b":[{"x y":1},2]},"it's":3,"q\"":4,"$":5}"#

    @Test(
        "A path leads to its value",
        arguments: [
            ("$.a.b[0][\"x y\"]", "1"), ("a.b[1]", "2"), ("$['a'].b[0]['x y']", "1"), ("[\"a\"][\"b\"][1]", "2"),
            (#"["it's"]"#, "3"), (#"['it\'s']"#, "3"), (#"$["q\""]"#, "4"), ("$.$", "5"), ("$", text),
        ]
    )
    func found(path: String, expected: String) throws {
        let root = try JSONDocument(parsing: Self.text).root
        #expect(root.look(up: try JSONPath(path))?.description == expected)
    }

    @Test("A path that leads nowhere finds nothing", arguments: ["b", "a.b[2]", "a.b.c", "a[0]", "$.a.b[1].x", "[0]"])
    func missing(path: String) throws {
        let root = try JSONDocument(parsing: Self.text).root
        #expect(root.look(up: try JSONPath(path)) == nil)
    }

    @Test(
        "What is not a path is refused at its column",
        arguments: [
            ("", 1), ("a..b", 3), ("a.", 3), ("a b", 2), ("a[", 3), ("a[x]", 3), ("a[1", 4), ("a[\"b]", 3),
            ("a[-1]", 3),
            ("$a", 2), ("a]", 2), ("a[99999999999999999999]", 3), ("a[\"b\\", 3),
        ]
    )
    func refused(path: String, column: Int) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(path) }
        #expect(error?.column == column)
    }

    @Test("The error names the path, the column and the trouble")
    func sentence() {
        let error = #expect(throws: JSONPathError.self) { try JSONPath("a[1") }
        #expect(error?.description == "path 'a[1', column 4: expected ']'")
    }
}
