import Testing
import YAML

@Suite("Strict reading")
struct YAMLReadingTests {
    @Test("Each accessor reads its kind")
    func reads() throws {
        let root = try tree("{s: text, n: 5, d: 2.5, b: true, l: [1], m: {x: 1}}")
        let fields = try root.mapping(of: "a thing", keys: ["s", "n", "d", "b", "l", "m", "absent"])
        #expect(try fields.required("s").string() == "text")
        #expect(try fields.required("s").stringOrNumber() == "text")
        #expect(try fields.required("n").integer(in: 1...5) == 5)
        #expect(try fields.required("n").number() == 5)
        #expect(try fields.required("d").number() == 2.5)
        #expect(try fields.required("b").bool())
        #expect(try fields.required("l").items().count == 1)
        #expect(try fields.required("m").pairs().map(\.key) == ["x"])
        #expect(fields["absent"] == nil)
    }

    /// One wrong reading of a value, and what it says.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let text: String
        let error: String
        let read: @Sendable (YAMLNode) throws -> Void

        var testDescription: String { "\(text): \(error)" }
    }

    static let wrongs = [
        Wrong(text: "5", error: "expected a string, found the number 5") { _ = try $0.string() },
        Wrong(text: "no: x", error: "expected a string, found a mapping") { _ = try $0.string() },
        Wrong(text: "~", error: "expected a string, found ~") { _ = try $0.string() },
        Wrong(text: "true", error: "expected a string or a number, found true") { _ = try $0.stringOrNumber() },
        Wrong(text: "[]", error: "expected a string or a number, found a list") { _ = try $0.stringOrNumber() },
        Wrong(text: "6", error: "expected an integer from 1 to 5, found the number 6") {
            _ = try $0.integer(in: 1...5)
        },
        Wrong(text: "'3'", error: "expected an integer from 1 to 5, found the string '3'") {
            _ = try $0.integer(in: 1...5)
        },
        Wrong(text: "3.0", error: "expected an integer from 1 to 5, found the number 3.0") {
            _ = try $0.integer(in: 1...5)
        },
        Wrong(text: ".inf", error: "expected a number, found the number .inf") { _ = try $0.number() },
        Wrong(text: "x", error: "expected a number, found the string 'x'") { _ = try $0.number() },
        Wrong(text: "yes", error: "expected true or false, found the string 'yes'") { _ = try $0.bool() },
        Wrong(text: "", error: "expected a list, found nothing") { _ = try $0.items() },
        Wrong(text: "[a]", error: "expected a mapping, found a list") { _ = try $0.pairs() },
        Wrong(text: "5", error: "expected a cat with the keys name and age, found the number 5") {
            _ = try $0.mapping(of: "a cat", keys: ["name", "age"])
        },
        Wrong(
            text: String(repeating: "long", count: 11),
            error: "expected a list, found the string '\(String(repeating: "long", count: 10))…'"
        ) { _ = try $0.items() },
    ]

    @Test("A wrong kind says what was expected and what was found", arguments: wrongs)
    func wrong(_ wrong: Wrong) throws {
        let node = try tree(wrong.text)
        #expect(message { try wrong.read(node) } == "f.yaml:1:1: \(wrong.error)")
    }

    @Test(
        "A mapping refuses unknown keys and says what was meant",
        arguments: [
            ("name: x\nheders: {}", "f.yaml:2:1: unknown key 'heders'; did you mean 'headers'?"),
            ("{naem: x}", "f.yaml:1:2: unknown key 'naem'; did you mean 'name'?"),
            ("colour: x", "f.yaml:1:1: unknown key 'colour'; a cat may have name, headers and get"),
            ("? - a", "f.yaml:1:3: a key must be a word or a string, not a list or a mapping"),
        ]
    )
    func unknownKeys(text: String, error: String) {
        #expect(
            message {
                _ = try tree(text).mapping(of: "a cat", keys: ["name", "headers", "get"])
            } == error
        )
    }

    @Test("A missing key is blamed on its mapping")
    func missing() throws {
        let fields = try tree("- {b: 1}").items()[0].mapping(of: "a cat", keys: ["a", "b"])
        #expect(message { _ = try fields.required("a") } == "f.yaml:1:3: a cat needs the key 'a'")
    }

    @Test(
        "Alternatives exclude each other",
        arguments: [
            ("{c: 1}", "f.yaml:1:1: a cat needs one of the keys a and b"),
            ("{b: 1, a: 2}", "f.yaml:1:8: 'a' cannot stand beside 'b'; keep one of them"),
            ("{c: 0, b: 1}", nil),
        ]
    )
    func alternatives(text: String, error: String?) throws {
        let fields = try tree(text).mapping(of: "a cat", keys: ["a", "b", "c"])
        var found: YAMLPair?
        #expect(message { found = try fields.exactlyOne(of: ["a", "b"]) } == error)
        #expect(found?.key == (error == nil ? "b" : nil))
    }
}
