import Foundation
import Testing
import Workload
import YAML

@Suite("Request spec")
struct RequestSpecTests {
    @Test("A request has defaults for all but its path")
    func minimal() throws {
        let mix = try mix("version: 1\nrequests:\n  - get: /health?full=1\n")
        #expect(mix.order == .weighted)
        #expect(mix.seed == RequestMix.defaultSeed)
        #expect(mix.need == .status)
        let request = try #require(mix.requests.first)
        #expect(mix.requests.count == 1)
        #expect(request.name == "GET /health")
        #expect(request.method == .get)
        #expect(request.target.text == "/health?full=1")
        #expect(request.headers.isEmpty)
        #expect(request.body.isEmpty)
        #expect(request.weight == 1)
    }

    @Test("Each key of a method is that method", arguments: RequestSpec.methodKeys)
    func methods(key: String) throws {
        let request = try mix("version: 1\nrequests: [{\(key): /x}]").requests[0]
        #expect(request.method.text == key.uppercased())
        #expect(request.name == "\(key.uppercased()) /x")
    }

    @Test("Order, seed, names and weights are read")
    func top() throws {
        let mix = try mix(
            """
            version: 1
            order: sequential
            seed: 9223372036854775807
            requests:
              - {name: first, get: /, weight: 3}
              - {name: second, get: /, weight: 0.25}
            """
        )
        #expect(mix.order == .sequential)
        #expect(mix.seed == UInt64(Int.max))
        #expect(mix.requests.map(\.name) == ["first", "second"])
        #expect(mix.requests.map(\.weight) == [3, 0.25])
    }

    @Test(
        "Any value is sent as compact JSON",
        arguments: [
            ("{b: 1, a: [x, 2.5, null, true, {}]}", #"{"b":1,"a":["x",2.5,null,true,{}]}"#),
            ("6.765352725982666", "6.765352725982666"), ("0x1F", "31"), ("-0", "0"), ("1e3", "1000.0"),
            ("'5'", #""5""#), ("no", #""no""#), ("[]", "[]"), ("~", "null"),
            (#""\ud83d\n\"\\""#, nil), (#""\U0001F600 \t\n\"\\ \x7f""#, "\"\u{1F600} \\t\\n\\\"\\\\ \u{7F}\""),
            ("{1: x, true: y}", #"{"1":"x","true":"y"}"#), ("|\n      a\n      b", #""a\nb\n""#),
        ]
    )
    func json(value: String, body: String?) throws {
        let found = try? mix("version: 1\nrequests:\n  - post: /\n    json: \(value)\n").requests[0]
        #expect(found.map { String(decoding: $0.body, as: UTF8.self) } == body)
    }

    @Test("A JSON body has its content type unless another one is given")
    func contentType() throws {
        let text = "version: 1\nrequests:\n  - post: /\n    json: 1\n"
        #expect(try mix(text).requests[0].headers == [Header(name: "Content-Type", value: "application/json")])
        let own = try Header(name: "content-type", value: "application/vnd.api+json")
        #expect(try mix(text + "    headers: {content-type: application/vnd.api+json}").requests[0].headers == [own])
        #expect(try mix(text + "headers: {content-type: application/vnd.api+json}").requests[0].headers == [own])
        #expect(try mix(text, headers: [own]).requests[0].headers == [own])
        #expect(try mix("version: 1\nrequests: [{post: /, body: x}]").requests[0].headers.isEmpty)
    }

    @Test("Headers of a request replace those of the file, and -H replaces both")
    func headers() throws {
        let mix = try mix(
            """
            version: 1
            headers: {A: file, B: file, C: file}
            requests:
              - get: /
                headers: {b: request, c: request, D: 1.10}
            """,
            headers: [try Header(argument: "C: option"), try Header(argument: "E: option")]
        )
        #expect(
            mix.requests[0].headers.map { "\($0.name): \($0.value)" }
                == ["A: file", "b: request", "C: option", "D: 1.10", "E: option"]
        )
    }

    @Test("The base path comes before each path and is not in the names")
    func basePath() throws {
        let request = try mix("version: 1\nrequests: [{get: /x?y}]", basePath: "/api").requests[0]
        #expect(request.target.text == "/api/x?y")
        #expect(request.name == "GET /x")
    }

    @Test("A body file is found from where the spec is, and its bytes are sent as they are")
    func bodyFile() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try Data([0, 0xFF, 10]).write(to: directory.appendingPathComponent("body.bin"))
        let path = directory.appendingPathComponent("spec.yaml").path
        for name in ["body.bin", "\(directory.path)/body.bin"] {
            let mix = try mix("version: 1\nrequests: [{post: /, body_file: \(name)}]", path: path)
            #expect(mix.requests[0].body == [0, 0xFF, 10])
        }
    }

    @Test("Checks are read with all their conditions")
    func checks() throws {
        let mix = try mix(
            """
            version: 1
            requests:
              - get: /
                check:
                  status: [200, 4XX]
                  body_contains: "1"
                  json:
                    $.a: {equals: {x: [1]}, type: object, exists: true}
                    $["b c"][0]: {in: [1, null], range: [-1, 1.5]}
                    $.d: {type: null}
            """
        )
        let checks = mix.requests[0].checks
        #expect(
            checks.labels == [
                "status 200, 4xx", "body_contains 1", "the body is JSON", "$.a exists", "$.a type", "$.a equals",
                #"$["b c"][0] in"#, #"$["b c"][0] range"#, "$.d type",
            ]
        )
        #expect(mix.need == .body)
        #expect(checks.judgement(404, #"{"a": {"x": [1]}, "b c": [1], "d": null}"#) == .ok)
        #expect(checks.judgement(200, #"{"a": {"x": [1]}, "b c": [null], "d": null}"#) == .checkFailed(7))
        #expect(checks.judgement(200, #"{"a": {"x": [1]}, "b c": [1], "d": 0}"#) == .checkFailed(8))
    }

    @Test("Aliases save writing a value twice")
    func aliases() throws {
        let mix = try mix(
            """
            version: 1
            requests:
              - {name: a, post: /, json: &flower {petal: 1}, check: &good {status: 200}}
              - {name: b, post: /, json: *flower, check: *good}
            """
        )
        #expect(mix.requests[1].body == Array(#"{"petal":1}"#.utf8))
        #expect(mix.requests[1].checks.labels == ["status 200"])
    }
}
