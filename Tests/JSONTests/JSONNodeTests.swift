import JSON
import Testing

@Suite("JSON values")
struct JSONNodeTests {
    @Test(
        "Each kind answers for itself only",
        arguments: [
            ("{}", JSONNode.Kind.object), ("[]", .array), (#""5""#, .string), ("5", .integer), ("5.0", .real),
            ("true", .boolean), ("false", .boolean), ("null", .null),
        ]
    )
    func kinds(text: String, kind: JSONNode.Kind) throws {
        let node = try JSONDocument(parsing: text).root
        #expect(node.kind == kind)
        #expect(node.string == (kind == .string ? "5" : nil))
        #expect(node.integer == (kind == .integer ? 5 : nil))
        #expect(node.number == (kind == .integer || kind == .real ? 5 : nil))
        #expect(node.bool == (kind == .boolean ? text == "true" : nil))
        #expect(node.count == 0)
        #expect(node["a"] == nil)
        #expect(node[0] == nil)
        #expect(Array(node.members).isEmpty)
    }

    @Test("Members are found by name, also odd names")
    func names() throws {
        let node = try JSONDocument(parsing: #"{"a":1,"":2,"a long name with é":3}"#).root
        #expect(node["a"]?.integer == 1)
        #expect(node[""]?.integer == 2)
        #expect(node["a long name with é"]?.integer == 3)
        #expect(node["a\0"] == nil)
        #expect(node.count == 3)
    }

    @Test("Elements are found by index within the bounds")
    func elements() throws {
        let node = try JSONDocument(parsing: "[10,20]").root
        #expect(node.count == 2)
        #expect(node[1]?.integer == 20)
        #expect(node[2] == nil)
        #expect(node[-1] == nil)
    }

    @Test("Members are walked in the order of the text")
    func order() throws {
        let node = try JSONDocument(parsing: #"{"z":1,"a":2,"m":3}"#).root
        #expect(node.members.map(\.key) == ["z", "a", "m"])
        #expect(node.members.compactMap(\.value.integer) == [1, 2, 3])
    }

    @Test("A value outlives the document's last mention")
    func lifetime() throws {
        func inner() throws -> JSONNode? { try JSONDocument(parsing: #"{"a":["kept"]}"#).root["a"]?[0] }
        #expect(try inner()?.string == "kept")
    }
}
