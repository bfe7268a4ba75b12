import Foundation
import HTTPService
import JSON
import Statistics
import TestSupport
import Testing

@testable import IrisServer

@Suite("Prediction server")
struct PredictionServerTests {
    /// The flower of the first load test of this API.
    private static let flower = """
        {"sepal_length": 6.765352725982666, "sepal_width": 2.824432849884033, \
        "petal_width": 1.8131520748138428, "petal_length": 4.90852165222168}
        """

    private func withServer(
        threads: Int = 1,
        delays: [String] = [],
        _ change: (inout Faults) -> Void = { _ in },
        _ use: (PredictionServer) throws -> Void
    ) throws {
        var options = HTTPServerOptions()
        options.threads = threads
        var faults = Faults()
        for delay in delays {
            let isTaken = faults.addDelay(delay)
            try #require(isTaken)
        }
        change(&faults)
        let server = try PredictionServer(options, faults: faults)
        defer { server.stop(within: 0) }
        try use(server)
    }

    /// What the server says of a path, once all of `count` requests for it have ended.
    private func truth(of path: String, in server: PredictionServer, after count: Int) throws -> JSONNode {
        var node: JSONNode?
        try waitUntil("\(count) requests have ended") {
            node = try JSONDocument(parsing: server.truth).root["paths"]?[path]
            let answered = node?["statuses"]?.members.compactMap(\.value.integer).reduce(0, +) ?? 0
            return answered + (node?["closed"]?.integer ?? 0) + (node?["aborted"]?.integer ?? 0) == count
        }
        return try #require(node)
    }

    private func histogram(_ path: JSONNode) throws -> Histogram {
        let text = try #require(path["latency"]).description
        return try JSONDecoder().decode(EncodedHistogram.self, from: Data(text.utf8)).makeHistogram()
    }

    @Test("Tells the species of the seed's flower and how sure it is")
    func predict() throws {
        try withServer { server in
            let answer = try RawHTTPClient(port: server.port).exchange("POST", "/predict", body: Self.flower.utf8)
            #expect(answer.status == 200)
            let root = try JSONDocument(parsing: answer.text).root
            #expect(root.members.map(\.key) == ["species", "probability", "probabilities"])
            #expect(root["species"]?.string == "virginica")
            let members = Array(try #require(root["probabilities"]).members)
            #expect(members.map(\.key) == ["setosa", "versicolor", "virginica"])
            let probabilities = members.compactMap(\.value.number)
            #expect(root["probability"]?.number == probabilities.max())
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        }
    }

    @Test("Describes itself, its health and its API")
    func descriptions() throws {
        try withServer { server in
            let client = try RawHTTPClient(port: server.port)
            #expect(try client.exchange("GET", "/health").text == #"{"status":"ok"}"#)
            let about = try JSONDocument(parsing: try client.exchange("GET", "/").text).root
            #expect(about["name"]?.string == "iris-server")
            let openAPI = try JSONDocument(parsing: try client.exchange("GET", "/openapi.json").text).root
            #expect(openAPI["openapi"]?.string == "3.1.0")
            #expect(openAPI["paths"]?.members.map(\.key).sorted() == ["/", "/health", "/predict", "/truth"])
            let required = openAPI.look(up: try JSONPath("components.schemas.Flower.required"))
            #expect(
                required?.elements.compactMap(\.string) == [
                    "sepal_length", "sepal_width", "petal_length", "petal_width",
                ]
            )
        }
    }

    @Test("Refuses a body over 1 MiB and takes one of 1 MiB")
    func limit() throws {
        try withServer { server in
            let client = try RawHTTPClient(port: server.port)
            let full = Self.flower + String(repeating: " ", count: (1 << 20) - Self.flower.utf8.count)
            #expect(try client.exchange("POST", "/predict", body: full.utf8).status == 200)
            #expect(try client.exchange("POST", "/predict", body: (full + " ").utf8).status == 413)
            #expect(try client.exchange("POST", "/predict", body: Self.flower.utf8).status == 200)
        }
    }

    @Test("Counts connections, requests by path and status, and their times", arguments: [1, 2])
    func truth(threads: Int) throws {
        try withServer(threads: threads) { server in
            let clients = try (0..<5).map { _ in try RawHTTPClient(port: server.port) }
            for client in clients {
                for _ in 0..<4 { _ = try client.exchange("POST", "/predict", body: Self.flower.utf8) }
                for path in ["/health", "/predict", "/x"] { _ = try client.exchange("GET", path) }
                _ = try client.exchange("POST", "/predict", body: "[1".utf8)
            }
            let predict = try truth(of: "/predict", in: server, after: 30)
            #expect(predict["statuses"]?.description == #"{"200":20,"405":5,"422":5}"#)
            let times = try histogram(predict)
            #expect(times.count == 30)
            #expect(times.min > 0)
            #expect(try truth(of: "/health", in: server, after: 5)["statuses"]?.description == #"{"200":5}"#)
            #expect(try truth(of: "other", in: server, after: 5)["statuses"]?.description == #"{"404":5}"#)
            let overHTTP = try JSONDocument(parsing: try clients[0].exchange("GET", "/truth").text).root
            #expect(overHTTP["connections"]?.integer == 5)
            #expect(overHTTP["paths"]?["/predict"]?.description == predict.description)
        }
    }

    @Test("Holds predictions back together, and tells the time they took", arguments: [1, 2])
    func delays(threads: Int) throws {
        try withServer(threads: threads, delays: ["60ms", "uniform:40ms:50ms"]) { server in
            let start = ContinuousClock.now
            let clients = try (0..<200).map { _ in try RawHTTPClient(port: server.port) }
            for client in clients { try client.sendRequest("POST", "/predict", body: Self.flower.utf8) }
            for client in clients { #expect(try client.readResponse().status == 200) }
            // One after the other they would take 20 s.
            let elapsed = ContinuousClock.now - start
            #expect(elapsed < .seconds(15))
            let times = try histogram(try truth(of: "/predict", in: server, after: 200))
            #expect(times.count == 200)
            #expect(times.min >= 100_000_000)
            #expect(times.max < UInt64(elapsed / .nanoseconds(1)))
        }
    }

    @Test("Delays nothing but predictions")
    func health() throws {
        try withServer(delays: ["24h"]) { server in
            let late = try RawHTTPClient(port: server.port)
            try late.sendRequest("POST", "/predict", body: Self.flower.utf8)
            let answer = try RawHTTPClient(port: server.port).exchange("GET", "/health")
            #expect(answer.status == 200)
        }
    }

    @Test("Stalls everything: what comes while it stands still waits for the end")
    func stalls() throws {
        try withServer(delays: ["stall:200ms/210ms"]) { server in
            let client = try RawHTTPClient(port: server.port)
            var count = 0
            try waitUntil("an answer waited for most of a stall") {
                _ = try client.exchange("GET", "/health")
                count += 1
                return try histogram(try truth(of: "/health", in: server, after: count)).max > 150_000_000
            }
        }
    }

    @Test("Burns CPU time for each prediction, on top of which a delay comes")
    func busy() throws {
        try withServer(delays: ["20ms"]) {
            let isTaken = $0.setBusy("30ms")
            precondition(isTaken)
        } _: { server in
            let client = try RawHTTPClient(port: server.port)
            for _ in 0..<3 { _ = try client.exchange("POST", "/predict", body: Self.flower.utf8) }
            #expect(try histogram(try truth(of: "/predict", in: server, after: 3)).min >= 50_000_000)
        }
    }

    @Test("Fails and closes as often as it says it did")
    func failures() throws {
        try withServer {
            $0.failRate = 0.3
            $0.closeRate = 0.2
        } _: { server in
            var statuses: [Int: Int64] = [:]
            var closed: Int64 = 0
            var client = try RawHTTPClient(port: server.port)
            for _ in 0..<300 {
                try client.sendRequest("POST", "/predict", body: Self.flower.utf8)
                if let answer = try? client.readResponse() {
                    statuses[answer.status, default: 0] += 1
                    if answer.status == 500 { #expect(answer.text == #"{"detail":"Internal Server Error"}"#) }
                } else {
                    closed += 1
                    client = try RawHTTPClient(port: server.port)
                }
            }
            let truth = try truth(of: "/predict", in: server, after: 300)
            #expect(truth["statuses"]?["200"]?.integer == statuses[200])
            #expect(truth["statuses"]?["500"]?.integer == statuses[500])
            #expect(truth["closed"]?.integer == closed)
            #expect(statuses.values.reduce(closed, +) == 300 && statuses.count == 2 && closed > 0)
        }
    }
}
