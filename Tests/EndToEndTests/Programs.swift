import Foundation
import JSON
import TestSupport
import Testing

/// Runs squall to its end.
func squall(_ arguments: [String], seconds: Double = 60) throws -> Command.Result {
    try Command(try builtProduct("squall"), arguments).run(seconds: seconds)
}

/// A started iris-server and what it knows.
struct IrisProcess {
    let url: String
    let port: UInt16

    /// Calls `use` with a server that listens on a free port.
    static func run<Value>(_ arguments: [String] = [], _ use: (IrisProcess) throws -> Value) throws -> Value {
        try Command(try builtProduct("iris-server"), ["--port", "0"] + arguments).whileRunning { server in
            let line = try server.waitForLine()
            let url = String(try #require(line.split(separator: " ").last))
            return try use(IrisProcess(url: url, port: try #require(UInt16(url.split(separator: ":").last ?? ""))))
        }
    }

    /// The server's own record, once it has counted `requests` predictions: its count may be behind its answers.
    func truth(afterPredictions requests: Int) throws -> JSONDocument {
        var document = try truth()
        try waitUntil("the server has counted \(requests) predictions") {
            document = try truth()
            return try count(document) >= requests
        }
        return document
    }

    /// Predictions that were answered, closed or given up.
    func count(_ truth: JSONDocument) throws -> Int {
        guard let path = truth.root["paths"]?["/predict"] else { return 0 }
        let statuses = path["statuses"]?.members.compactMap { $0.value.integer }.reduce(0, +) ?? 0
        return Int(statuses + (path["closed"]?.integer ?? 0) + (path["aborted"]?.integer ?? 0))
    }

    private func truth() throws -> JSONDocument {
        try JSONDocument(parsing: try RawHTTPClient(port: port).exchange("GET", "/truth").text)
    }
}

/// The root of the package.
let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The request spec of the demo.
let predictSpec = packageFolder.appendingPathComponent("Docs/examples/predict.yaml").path
