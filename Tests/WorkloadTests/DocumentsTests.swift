import Foundation
import JSON
import Testing
import Workload
import YAML

@Suite("Documents of the request spec")
struct DocumentsTests {
    private static let docs = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs")

    @Test("The examples are valid", arguments: ["predict.yaml", "mixed.yaml"])
    func examples(name: String) throws {
        let path = Self.docs.appendingPathComponent("examples/\(name)").path
        #expect(try RequestMix(reading: InputFile(reading: path)).need == .body)
    }

    @Test("No example is left out of the test above")
    func allExamples() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Self.docs.appendingPathComponent("examples").path
        )
        #expect(names.filter { $0.hasSuffix(".yaml") }.sorted() == ["mixed.yaml", "predict.yaml"])
    }

    @Test("The example of the demo is the one prediction")
    func predict() throws {
        let path = Self.docs.appendingPathComponent("examples/predict.yaml").path
        let mix = try RequestMix(reading: InputFile(reading: path))
        #expect(mix.requests.map(\.name) == ["POST /predict"])
        #expect(
            String(decoding: mix.requests[0].body, as: UTF8.self)
                == #"{"sepal_length":6.765352725982666,"sepal_width":2.824432849884033,"#
                + #""petal_width":1.8131520748138428,"petal_length":4.90852165222168}"#
        )
        #expect(mix.requests[0].headers.value(of: "content-type") == "application/json")
        let checks = mix.requests[0].checks
        #expect(checks.judgement(200, #"{"species": "virginica"}"#) == .ok)
        #expect(checks.judgement(200, #"{"species": "rose"}"#) == .checkFailed(2))
    }

    @Test("Each YAML block of the reference is a valid spec")
    func reference() throws {
        let path = Self.docs.appendingPathComponent("Scenarios.md").path
        let blocks = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "```yaml\n").dropFirst()
        #expect(blocks.count >= 6)
        for block in blocks {
            let text = try #require(block.components(separatedBy: "```").first)
            #expect(message { _ = try mix(text, path: path) } == nil, "\(text)")
        }
    }

    @Test("The reference names every key and every word")
    func referenceIsComplete() throws {
        let text = try String(contentsOfFile: Self.docs.appendingPathComponent("Scenarios.md").path, encoding: .utf8)
        let words =
            RequestSpec.keys + RequestSpec.generatorKeys + RequestSpec.requestKeys + RequestSpec.checkKeys
            + RequestSpec.conditionKeys
            + RequestMix.Order.allCases.map(\.rawValue) + JSONCondition.JSONType.allCases.map(\.rawValue)
        for word in words { #expect(text.contains("`\(word)`") || text.contains(" \(word):"), "\(word)") }
    }

    // MARK: - The schema

    private func schema() throws -> JSONDocument {
        try JSONDocument(
            parsing: String(contentsOf: Self.docs.appendingPathComponent("request-spec.schema.json"), encoding: .utf8)
        )
    }

    @Test(
        "The schema has the keys that the reader takes",
        arguments: [
            ("$", RequestSpec.keys), ("$[\"$defs\"].value", RequestSpec.generatorKeys),
            ("$[\"$defs\"].request", RequestSpec.requestKeys),
            ("$[\"$defs\"].check", RequestSpec.checkKeys), ("$[\"$defs\"].condition", RequestSpec.conditionKeys),
        ]
    )
    func schemaKeys(path: String, keys: [String]) throws {
        let schema = try schema()
        let object = try #require(schema.root.look(up: JSONPath(path)))
        #expect(object["additionalProperties"]?.bool == false)
        #expect(try #require(object["properties"]).members.map(\.key).sorted() == keys.sorted())
    }

    @Test("The schema has the words that the reader takes")
    func schemaWords() throws {
        let schema = try schema()
        func words(_ path: String) throws -> [String] {
            let list = try #require(schema.root.look(up: JSONPath(path)))
            return (0..<list.count).compactMap { list[$0]?.string }
        }
        #expect(try words("$.properties.order.enum") == RequestMix.Order.allCases.map(\.rawValue))
        #expect(
            try words("$[\"$defs\"].condition.properties.type.enum") == JSONCondition.JSONType.allCases.map(\.rawValue)
        )
        #expect(try words("$.properties.data_order.enum") == DataSet.Order.allCases.map(\.rawValue))
        let choices = try #require(schema.root.look(up: JSONPath("$[\"$defs\"].request.oneOf")))
        #expect(
            (0..<choices.count).compactMap { choices[$0]?["required"]?[0]?.string } == RequestSpec.methodKeys
        )
    }

    @Test("The schema has the limits that the reader has")
    func schemaLimits() throws {
        let schema = try schema()
        let request = try #require(schema.root.look(up: JSONPath("$[\"$defs\"].request.properties")))
        #expect(request["weight"]?["maximum"]?.number == Request.weightLimit)
        #expect(schema.root.look(up: try JSONPath("properties.seed.default"))?.integer == Int64(RequestMix.defaultSeed))
    }
}
