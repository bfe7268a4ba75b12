import Testing
import YAML

@Suite("YAMLNode")
struct YAMLNodeTests {
    @Test("A tree keeps order, nesting and positions")
    func positions() throws {
        let root = try tree("# comment\nb:\n  - x: 1\n    é: [two, \"three\"]\na: {c: }\n")
        #expect(root.outline == "{b: [{x: 1, é: ['two', 'three']}], a: {c: null}}")
        let pairs = try root.pairs()
        #expect(pairs.map(\.keyPosition.description) == ["f.yaml:2:1", "f.yaml:5:1"])
        let item = try #require(try pairs[0].value.items().first?.pairs())
        #expect(item.map(\.keyPosition.description) == ["f.yaml:3:5", "f.yaml:4:5"])
        // Columns count characters, not bytes: é has two bytes.
        #expect(item[1].value.position.description == "f.yaml:4:8")
    }

    @Test("A file without a document is null", arguments: ["", "# nothing\n", "---\n", "\u{FEFF}"])
    func empty(text: String) throws {
        #expect(try tree(text).outline == "null")
    }

    @Test("A byte order mark, directives and document markers are taken")
    func decorations() throws {
        #expect(try tree("\u{FEFF}%YAML 1.2\n---\na: 1\n...\n").outline == "{a: 1}")
    }

    @Test("An alias stands for the node it names, wherever it is")
    func aliases() throws {
        let root = try tree("base: &b {x: [1, 2]}\nuse: [*b, *b]\nkey: &k v\n*k : 1\n")
        #expect(root.outline == "{base: {x: [1, 2]}, use: [{x: [1, 2]}, {x: [1, 2]}], key: 'v', v: 1}")
    }

    @Test(
        "What is not supported is refused with its place",
        arguments: [
            ("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key 'a' stands here again; it is also on line 1"),
            ("1: x\n\"1\": y", "f.yaml:2:1: the key '1' stands here again; it is also on line 1"),
            ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document begins here; put each document in a file of its own"),
            ("a: &a {x: 1}\nb:\n  <<: *a", "f.yaml:3:3: merge keys (<<) are not supported; write the keys out"),
            ("a: !!int 5", "f.yaml:1:4: tags are not supported; remove the tag, and quote what is a string"),
            ("a: ! 5", "f.yaml:1:4: tags are not supported; remove the tag, and quote what is a string"),
            ("a: !mine [5]", "f.yaml:1:4: tags are not supported; remove the tag, and quote what is a string"),
            ("? [1, 2]\n: x", "f.yaml:1:3: a key must be a word or a string, not a list or a mapping"),
            ("a: *b", "f.yaml:1:4: nothing before this is named &b"),
            ("a: &a [*a]", "f.yaml:1:8: nothing before this is named &a"),
        ]
    )
    func refused(text: String, error: String) {
        #expect(message { _ = try tree(text) } == error)
    }

    @Test(
        "Broken syntax is an error with its place",
        arguments: [
            (
                "a: [1, 2",
                "f.yaml:2:1: this is not YAML: did not find expected ',' or ']' while parsing a flow sequence"
            ),
            ("a: 1\n\tb: 2", "f.yaml:2:1: this is not YAML: a tab stands here; indent with spaces"),
            ("a: b: c", "f.yaml:1:5: this is not YAML: mapping values are not allowed in this context"),
            ("a: \"x", "f.yaml:1:6: this is not YAML: found unexpected end of stream while scanning a quoted scalar"),
            ("a: é\nb: \u{1}", "f.yaml:2:4: this is not YAML text: control characters are not allowed"),
        ]
    )
    func syntax(text: String, error: String) {
        #expect(message { _ = try tree(text) } == error)
    }

    @Test("Bytes that are not UTF-8 are an error with their place")
    func notUTF8() {
        let file = InputFile(path: "f.yaml", bytes: Array("a: é\nb: x".utf8) + [0xC3, 0x28])
        #expect(
            message { _ = try YAMLNode(parsing: file) }
                == "f.yaml:2:6: this is not YAML text: invalid trailing UTF-8 octet"
        )
    }

    @Test("UTF-16 is not guessed at")
    func utf16() {
        let file = InputFile(path: "f.yaml", bytes: [0xFF, 0xFE, 0x61, 0x00])
        #expect(
            message { _ = try YAMLNode(parsing: file) }
                == "f.yaml:1:1: this is not YAML text: invalid leading UTF-8 octet"
        )
    }

    @Test("Nesting is bounded", arguments: [(100, true), (101, false), (100_000, false)])
    func depth(depth: Int, isTaken: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let error = message { _ = try tree(text) }
        #expect(error == (isTaken ? nil : "f.yaml:1:101: values are nested more than 100 deep"))
    }

    @Test("Nesting through aliases is bounded")
    func depthOfAliases() {
        // Each line nests the line before 40 times.
        let open = String(repeating: "[", count: 40)
        let close = String(repeating: "]", count: 40)
        let text = "- &a \(open)1\(close)\n- &b \(open)*a\(close)\n- &c \(open)*b\(close)\n"
        #expect(
            message { _ = try tree(text) } == "f.yaml:3:46: values are nested more than 100 deep"
        )
    }

    @Test("Aliases cannot multiply without bound")
    func billionLaughs() {
        var text = "- &l0 [lol]\n"
        for level in 1...12 {
            let uses = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
            text += "- &l\(level) [\(uses)]\n"
        }
        let error = message { _ = try tree(text) }
        #expect(error?.hasSuffix("the document has more than 1000000 values, aliases counted in full") == true)
    }

    @Test("Any mutation of a text is read or refused, never a crash", arguments: 0..<20)
    func mutations(seed: UInt64) {
        let seedText = """
            %YAML 1.1
            ---
            a: &x {b: [1, 2.5, 'three', "f\\u00e9"], ? k : v}
            c: *x
            d: |
              block
            e: >-
              folded
               text
            """
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let alphabet = Array("{}[]&*!|>'\"%@`:-?,# \t\n\\a1.~<\u{0}".utf8) + [0xC3, 0xFF]
        for _ in 0..<200 {
            var bytes = Array(seedText.utf8)
            for _ in 0...random(below: 6) {
                let place = random(below: bytes.count)
                switch random(below: 3) {
                case 0: bytes[place] = alphabet[random(below: alphabet.count)]
                case 1: bytes.insert(alphabet[random(below: alphabet.count)], at: place)
                default: bytes.remove(at: place)
                }
            }
            let error = message {
                _ = try YAMLNode(parsing: InputFile(path: "f.yaml", bytes: bytes))
            }
            #expect(error?.hasPrefix("f.yaml:") ?? true)
        }
    }
}
