import Statistics
import Testing
import Workload
import YAML

@Suite("Errors of a request spec")
struct RequestSpecErrorTests {
    @Test(
        "What is wrong with the file is said with its place",
        arguments: [
            (
                "",
                "1:1: expected a request spec with the keys version, order, seed, data, data_file, data_order, headers and requests, found nothing"
            ),
            (
                "- get: /",
                "1:1: expected a request spec with the keys version, order, seed, data, data_file, data_order, headers and requests, found a list"
            ),
            ("requests: []", "1:1: a request spec needs the key 'version'"),
            ("version: 1", "1:1: a request spec needs the key 'requests'"),
            ("version: 2\nrequests: []", "1:10: expected 1, found the number 2"),
            ("version: '1'\nrequests: []", "1:10: expected 1, found the string '1'"),
            ("version: 1\nrequests: []", "2:11: list at least one request"),
            ("version: 1\nrequests:", "2:10: expected a list, found nothing"),
            ("version: 1\nrequests: {get: /}", "2:11: expected a list, found a mapping"),
            ("version: 1\nrequets: []", "2:1: unknown key 'requets'; did you mean 'requests'?"),
            (
                "version: 1\nusers: []",
                "2:1: unknown key 'users'; a request spec may have version, order, seed, data, data_file, data_order, headers and requests"
            ),
            (
                "version: 1\norder: random\nrequests: [{get: /}]",
                "2:8: expected one of the words weighted and sequential, found the string 'random'"
            ),
            (
                "version: 1\nseed: -1\nrequests: [{get: /}]",
                "2:7: expected an integer from 0 to 9223372036854775807, found the number -1"
            ),
            (
                "version: 1\nseed: 1.5\nrequests: [{get: /}]",
                "2:7: expected an integer from 0 to 9223372036854775807, found the number 1.5"
            ),
            ("version: 1\nheaders: [A]\nrequests: [{get: /}]", "2:10: expected a mapping, found a list"),
        ]
    )
    func file(text: String, error: String) {
        #expect(message { _ = try mix(text) } == "spec.yaml:\(error)")
    }

    /// The lines of a request are put below `- get: /`, so they begin on line 4.
    @Test(
        "What is wrong with a request is said with its place",
        arguments: [
            ("heders: {A: b}", "4:5: unknown key 'heders'; did you mean 'headers'?"),
            ("chekc: {}", "4:5: unknown key 'chekc'; did you mean 'check'?"),
            (
                "url: /x",
                "4:5: unknown key 'url'; a request may have name, weight, get, head, post, put, patch, delete, options, headers, json, body, body_file and check"
            ),
            ("post: /x", "4:5: 'post' cannot stand beside 'get'; keep one of them"),
            ("get: /x", "4:5: the key 'get' stands here again; it is also on line 3"),
            ("name: 5", "4:11: expected a string, found the number 5"),
            ("name: ''", "4:11: expected a name of at least one character, found the string ''"),
            ("name: \"a\\nb\"", "4:11: expected a name without control characters, found the string 'a\u{FFFD}b'"),
            ("weight: 0", "4:13: expected a weight above 0 and at most 1000000, found the number 0"),
            ("weight: -1", "4:13: expected a weight above 0 and at most 1000000, found the number -1"),
            ("weight: 1e7", "4:13: expected a weight above 0 and at most 1000000, found the number 1e7"),
            ("weight: .nan", "4:13: expected a number, found the number .nan"),
            ("weight: 10k", "4:13: expected a number, found the string '10k'"),
            ("headers: {A b: c}", "4:15: invalid header name 'A b': write letters, digits and '-' without blanks"),
            (
                "headers: {A: \"b\\r\\nC: d\"}",
                "4:15: invalid value of the header 'A': it has a line break or a control character"
            ),
            ("headers: {A: true}", "4:18: expected a string or a number, found true"),
            ("headers: {A: }", "4:18: expected a string or a number, found nothing"),
            ("headers: {A: 1, a: 2}", "4:21: the header 'a' stands here again; keep one of them"),
            ("headers: {Content-Length: 5}", "4:15: the header 'Content-Length' follows from the body; remove it"),
            ("body: 5", "4:11: expected a string, found the number 5"),
            ("body: {a: 1}", "4:11: expected a string, found a mapping"),
            ("body: x\n    json: y", "5:5: 'json' cannot stand beside 'body'; keep one of them"),
            ("json: [.inf]", "4:12: expected a number, found the number .inf"),
            (
                "json: 9223372036854775808",
                "4:11: the number 9223372036854775808 is out of range; quote it if it is a string"
            ),
            ("body_file: no/such", "4:16: no/such: cannot open it: No such file or directory"),
            ("body_file: ''", "4:16: expected the path of a file, found the string ''"),
            ("check: 200", "4:12: expected a check with the keys status, json and body_contains, found the number 200"),
            ("check: {stauts: 200}", "4:13: unknown key 'stauts'; did you mean 'status'?"),
            ("check: {status: 20}", "4:21: expected a status such as 200 or 2xx, found the number 20"),
            ("check: {status: 6xx}", "4:21: expected a status such as 200 or 2xx, found the string '6xx'"),
            ("check: {status: '200'}", "4:21: expected a status such as 200 or 2xx, found the string '200'"),
            ("check: {status: {}}", "4:21: expected a status such as 200 or 2xx, found a mapping"),
            ("check: {status: []}", "4:21: list at least one status"),
            ("check: {status: [200, ok]}", "4:27: expected a status such as 200 or 2xx, found the string 'ok'"),
            ("check: {body_contains: ''}", "4:28: expected a text of at least one character, found the string ''"),
            ("check: {json: [$.a]}", "4:19: expected a mapping, found a list"),
            (
                "check: {json: {'$.': {exists: true}}}",
                "4:20: path '$.', column 3: expected a name; quote odd names: [\"a name\"]"
            ),
            (
                "check: {json: {$.a: setosa}}",
                "4:25: expected a condition with the keys equals, in, range, type and exists, found the string 'setosa'"
            ),
            ("check: {json: {$.a: {}}}", "4:25: a condition needs at least one of its keys, such as 'equals'"),
            ("check: {json: {$.a: {eqals: 1}}}", "4:26: unknown key 'eqals'; did you mean 'equals'?"),
            ("check: {json: {$.a: {in: 1}}}", "4:30: expected a list, found the number 1"),
            ("check: {json: {$.a: {in: []}}}", "4:30: list at least one value"),
            ("check: {json: {$.a: {range: [1]}}}", "4:33: write a range as [lowest, highest]"),
            ("check: {json: {$.a: {range: [2, 1]}}}", "4:33: the range is empty: write the lower bound first"),
            ("check: {json: {$.a: {range: [a, 1]}}}", "4:34: expected a number, found the string 'a'"),
            (
                "check: {json: {$.a: {type: text}}}",
                "4:32: expected one of the words object, array, string, number, integer, boolean and null, found the string 'text'"
            ),
            ("check: {json: {$.a: {exists: yes}}}", "4:34: expected true or false, found the string 'yes'"),
            ("  bad: indent", "4:10: this is not YAML: mapping values are not allowed in this context"),
        ]
    )
    func request(lines: String, error: String) {
        let text = "version: 1\nrequests:\n  - get: /\n    \(lines)\n"
        #expect(message { _ = try mix(text) } == "spec.yaml:\(error)")
    }

    @Test(
        "A request needs one good path and a name of its own",
        arguments: [
            ("{weight: 2}", "1:25: a request needs one of the keys get, head, post, put, patch, delete and options"),
            (
                "/health",
                "1:25: expected a request with the keys name, weight, get, head, post, put, patch, delete, options, headers, json, body, body_file and check, found the string '/health'"
            ),
            ("{get: health}", "1:31: invalid path 'health': a path begins with '/'"),
            ("{get: 'http://h/'}", "1:31: invalid path 'http://h/': a path begins with '/'"),
            ("{get: /a b}", "1:31: invalid path '/a b': it has a blank or a control character; write %20 for a blank"),
            ("{get: /a#b}", "1:31: invalid path '/a#b': a fragment is never sent; remove it, or write %23 for '#'"),
            ("{get: }", "1:31: expected a string, found nothing"),
            (
                "{get: /a}, {get: /a?x}",
                "1:36: another request is named 'GET /a' too; give one of them a 'name' of its own"
            ),
        ]
    )
    func line(requests: String, error: String) {
        let text = "{version: 1, requests: [\(requests)]}"
        #expect(message { _ = try mix(text, basePath: "/base") } == "spec.yaml:\(error)")
    }

    @Test(
        "Any mutation of a spec is read or refused with a place, never a crash",
        arguments: [
            (path: "spec.yaml", text: yaml), (path: "spec.json", text: json),
        ]
    )
    func mutations(path: String, text: String) throws {
        #expect(message { _ = try mix(text, path: path) } == nil)
        var random = SplitMix64(seed: 11)
        let alphabet = Array("{}[]&*!|>'\"%@`:-?,# \t\n\\a1.~<$/u\u{0}\u{2028}".utf8) + [0xC3, 0xFF]
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0...random.below(4) {
                let place = Int(random.below(UInt64(bytes.count)))
                let byte = alphabet[Int(random.below(UInt64(alphabet.count)))]
                switch random.below(4) {
                case 0: bytes[place] = byte
                case 1: bytes.insert(byte, at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place..<min(place + 8, bytes.count))
                }
            }
            let error = message { _ = try RequestMix(reading: InputFile(path: path, bytes: bytes)) }
            #expect(error?.hasPrefix("\(path):") ?? true)
        }
    }

    static let yaml = """
        version: 1
        seed: 3
        headers: {Accept: "*/*"}
        requests:
          - name: a
            post: /predict
            weight: 2.5
            json: &flower {petal: [1, 2.5, 'x', "\\u00e9"]}
            check:
              status: [200, 2xx]
              json:
                $.species: {in: [setosa], type: string}
          - put: /x
            json: *flower
        """

    static let json = #"""
        {"version": 1, "seed": 3, "headers": {"Accept": "*/*"}, "requests": [
            {"name": "a", "post": "/predict", "weight": 2.5, "json": {"petal": [1, 2.5, "x", "\u00e9\ud83d\ude00"]},
                "check": {"status": [200, "2xx"], "json": {"$.species": {"in": ["setosa"], "type": "string"}}}},
            {"put": "/x", "json": null}
        ]}
        """#
}
