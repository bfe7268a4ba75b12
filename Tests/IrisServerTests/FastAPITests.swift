import Foundation
import HTTPService
import JSON
import TestSupport
import Testing

@testable import IrisServer

/// The vectors are what the real FastAPI answered; scripts/make-fastapi-vectors wrote them.
@Suite("FastAPI's manners")
struct FastAPITests {
    /// Bodies that Python's JSON parser takes and ours does not, or that FastAPI fails on with 500, and our status.
    private static let differences: [String: Int] = [
        #"{"sepal_length": NaN, "sepal_width": 2.8, "petal_length": 4.9, "petal_width": 1.8}"#: 422,
        #"{"sepal_length": Infinity, "sepal_width": 2.8, "petal_length": 4.9, "petal_width": 1.8}"#: 422,
        #"{"sepal_length": -Infinity, "sepal_width": 2.8, "petal_length": 4.9, "petal_width": 1.8}"#: 422,
        #"{"sepal_length": 1e400, "sepal_width": 2.8, "petal_length": 4.9, "petal_width": 1.8}"#: 422,
        #"{"a":NaN}"#: 422,
        #"{"sepal_length":"\ud800"}"#: 422,
        "\u{feff}{}": 422,
    ]

    @Test("Every body gets the status and the answer that FastAPI gives")
    func bodies() throws {
        let server = try PredictionServer()
        defer { server.stop() }
        let client = try RawHTTPClient(port: server.port)
        let vectors = try #require(try fixture("fastapi.json")["bodies"]).elements
        #expect(vectors.count > 100)
        for vector in vectors {
            let body = vector["body"]?.string.map { Array($0.utf8) } ?? bytes(hex: vector["bodyHex"]?.string ?? "")
            let headers = vector["contentType"]?.string.map { ["Content-Type": $0] } ?? [:]
            let answer = try client.exchange("POST", "/predict", headers: headers, body: body)
            let difference = Self.differences[String(decoding: body, as: UTF8.self)]
            let status = try #require(difference ?? vector["status"]?.integer.map(Int.init))
            #expect(answer.status == status, "\(vector)")
            #expect(answer[header: "Content-Type"] == "application/json")
            if difference == nil, let expected = vector["answer"] {
                let root = try JSONDocument(parsing: answer.text).root
                #expect(isSame(root, expected), "\(vector) got \(root)")
            }
        }
    }

    @Test("Every method and path gets the status that FastAPI gives")
    func requests() throws {
        let server = try PredictionServer()
        defer { server.stop() }
        let client = try RawHTTPClient(port: server.port)
        for vector in try #require(try fixture("fastapi.json")["requests"]).elements {
            let method = try #require(vector["method"]?.string)
            let answer = try client.exchange(method, try #require(vector["path"]?.string))
            #expect(vector["status"]?.integer == Int64(answer.status), "\(vector)")
            let allowed = answer[header: "Allow"].map { $0.components(separatedBy: ", ").sorted() }
            #expect(allowed == vector["allow"]?.elements.compactMap(\.string), "\(vector)")
            if let expected = vector["answer"] { #expect(answer.text == expected.description) }
        }
    }

    /// Equal but for the words and the position of a JSON error, which are each parser's own, and the last digits.
    private func isSame(_ ours: JSONNode, _ theirs: JSONNode) -> Bool {
        if let ours = ours.number, let theirs = theirs.number { return abs(ours - theirs) < 1e-9 }
        guard ours.kind == theirs.kind, ours.count == theirs.count else { return false }
        switch theirs.kind {
        case .array: return zip(ours.elements, theirs.elements).allSatisfy(isSame)
        case .object:
            let isParseError = theirs["type"]?.string == "json_invalid"
            return zip(ours.members, theirs.members).allSatisfy { ours, theirs in
                guard ours.key == theirs.key else { return false }
                if isParseError, theirs.key == "loc" {
                    return isSame(ours.value[0] ?? ours.value, theirs.value[0] ?? theirs.value)
                }
                if isParseError, theirs.key == "ctx" { return ours.value["error"]?.string != nil }
                return isSame(ours.value, theirs.value)
            }
        default: return ours.description == theirs.description
        }
    }

    private func bytes(hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }
}
