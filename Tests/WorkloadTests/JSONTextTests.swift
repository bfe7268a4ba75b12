import Testing
import Workload
import YAML

@Suite("A request spec in JSON")
struct JSONTextTests {
    private func tree(_ text: String) throws -> YAMLNode {
        try YAMLNode(parsingJSON: InputFile(path: "spec.json", bytes: Array(text.utf8)))
    }

    @Test("It is read like YAML")
    func same() throws {
        let fromJSON = try mix(RequestSpecErrorTests.json, path: "spec.JSON").requests[0]
        #expect(fromJSON.name == "a")
        #expect(fromJSON.weight == 2.5)
        #expect(String(decoding: fromJSON.body, as: UTF8.self) == "{\"petal\":[1,2.5,\"x\",\"\u{E9}\u{1F600}\"]}")
        #expect(fromJSON.checks.labels == ["status 200, 2xx", "the body is JSON", "$.species type", "$.species in"])
    }

    @Test(
        "What libyaml cannot read is read",
        arguments: [
            (#""\ud83d\ude00""#, "\u{1F600}"), ("\"\u{7F}\u{85}\u{2028}\u{FEFF}\"", "\u{7F}\u{85}\u{2028}\u{FEFF}"),
            (#""\/\b\f\n\r\t\"\\\u0000""#, "/\u{8}\u{C}\n\r\t\"\\\0"), ("\t\"x\"\t", "x"), (#""""#, ""),
        ]
    )
    func strings(text: String, value: String) throws {
        #expect(try tree(text).string().unicodeScalars.elementsEqual(value.unicodeScalars))
    }

    @Test("Numbers and literals are those of JSON", arguments: ["0", "-0", "-12", "1.5", "1E5", "1e-5", "-0.0e+1"])
    func numbers(text: String) throws {
        #expect(try tree(" \(text)\n").number() == Double(text))
        #expect(try tree("[\(text)]").items()[0].stringOrNumber() == text)
    }

    @Test("Positions count characters and survive tabs, escapes and brackets in strings")
    func positions() throws {
        let root = try tree("\n{\t\"a\\\"}\u{E9}\": [\r\n  1 , {\"b\" : \"\u{1F600}]\" , \"c\":true}\n],\"d\":\nnull}")
        #expect(root.position.description == "spec.json:2:1")
        let pairs = try root.pairs()
        #expect(pairs.map(\.key) == ["a\"}\u{E9}", "d"])
        #expect(pairs.map(\.keyPosition.description) == ["spec.json:2:3", "spec.json:4:3"])
        #expect(pairs.map(\.value.position.description) == ["spec.json:2:12", "spec.json:5:1"])
        let items = try pairs[0].value.items()
        #expect(items.map(\.position.description) == ["spec.json:3:3", "spec.json:3:7"])
        let members = try items[1].pairs()
        #expect(members.map(\.keyPosition.description) == ["spec.json:3:8", "spec.json:3:21"])
        #expect(members.map(\.value.position.description) == ["spec.json:3:14", "spec.json:3:25"])
    }

    @Test("Empty and nested containers are read", arguments: ["[]", "{}", "[ ]", "{ }", "[[],{}]", "[[[]],[[]]]"])
    func containers(text: String) throws {
        switch try tree(text).content {
        case .sequence(let items): #expect(items.count == (text.count > 3 ? 2 : 0))
        case .mapping(let pairs): #expect(pairs.isEmpty)
        case .scalar: Issue.record("\(text) is a container")
        }
    }

    @Test(
        "What is wrong is said with its place",
        arguments: [
            ("", "1:1: this is not JSON: unexpected token near end of file"),
            ("{\"version\": 1,\n  requests: []}", "2:10: this is not JSON: string or '}' expected near 'requests'"),
            ("{\"version\": 1,\n \"requests\": [],}", "2:17: this is not JSON: string or '}' expected near '}'"),
            ("{\"a\": 1, \"a\": 2}", "1:10: the key 'a' stands here again; it is also on line 1"),
            ("{\"version\": 1,\n\t\"requets\": []}", "2:2: unknown key 'requets'; did you mean 'requests'?"),
            (
                "{\"version\": 1,\n \"seed\": 1.5, \"requests\": []}",
                "2:10: expected an integer from 0 to 9223372036854775807, found the number 1.5"
            ),
            (
                "[99999999999999999999]",
                "1:2: the number 99999999999999999999 is out of range; quote it if it is a string"
            ),
        ]
    )
    func errors(text: String, error: String) {
        #expect(message { _ = try mix(text, path: "spec.json") } == "spec.json:\(error)")
    }

    @Test(
        "Nesting is bounded",
        arguments: [(100, nil), (101, "spec.json:1:101: values are nested more than 100 deep")] as [(Int, String?)]
    )
    func depth(depth: Int, error: String?) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(message { _ = try tree(text) } == error)
    }
}
