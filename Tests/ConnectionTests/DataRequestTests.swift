import Foundation
import Statistics
import TestSupport
import Testing

/// Requests with values that change, as servers get them.
@Suite(.timeLimit(.minutes(20))) struct DataRequestTests {
    /// Runs squall against a server that writes down heads, with their bodies behind them.
    private func run(_ options: [String], path: String) throws -> (run: SquallRun, requests: [String]) {
        let heads = ReceivedHeads()
        let server = try MisbehavingServer { connection in
            while let head = connection.readRequest() {
                let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
                let count = length.flatMap { Int($0.dropFirst(16)) } ?? 0
                let body = count > 0 ? String(decoding: connection.readBody(count), as: UTF8.self) : ""
                heads.add("\(head)|\(body)")
                connection.answer(head.hasPrefix("GET /bad") ? "404 Not Found" : "200 OK")
            }
        }
        return (try SquallRun(options + ["http://127.0.0.1:\(server.port)\(path)"]), heads.all)
    }

    @Test("a file's columns stand in URL, headers and body, a line for each request", arguments: EngineUnderTest.all)
    func commandLine(engine: EngineUnderTest) throws {
        let folder = try TemporaryFolder()
        let file = folder.path("users.csv")
        let lines = (0..<30).map { "\($0),name \($0)\n" }.joined()
        try "id,name\n\(lines)".write(toFile: file, atomically: true, encoding: .utf8)
        let options = ["-t2", "-c4", "-n60", "--data", file, "-H", "X-Id: {{id}}", "--body", "{{id}}={{name}}"]
        let (run, requests) = try run(engine.options + options, path: "/users/{{name}}")
        #expect(try run.exitCode == 0 && run.target.counts.ok == 60, "\(run)")
        for id in 0..<30 {
            let wanted = requests.filter { $0.hasPrefix("POST /users/name%20\(id) HTTP/1.1\r\n") }
            // Each line twice, all workers together.
            #expect(wanted.count == 2 && wanted.allSatisfy { $0.contains("\r\nX-Id: \(id)\r\n") })
            #expect(wanted.allSatisfy { $0.hasSuffix("|\(id)=name \(id)") })
        }
        #expect(try run.target.requests.map(\.name) == ["POST /users/{{name}}"])
    }

    @Test("a spec's generators, checks and weights work together", arguments: EngineUnderTest.all)
    func spec(engine: EngineUnderTest) throws {
        let folder = try TemporaryFolder()
        let file = folder.path("spec.yaml")
        let text = """
            version: 1
            order: sequential
            data:
              n: { sequence: 1 }
              kind: { choice: [a, b] }
            requests:
              - { name: make, post: /items, json: { number: '{{n}}', kind: '{{kind}}' } }
              - { name: plain, get: /plain }
              - { name: bad, get: '/bad/{{n}}', check: { status: 404 } }
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let (run, requests) = try run(engine.options + ["-t1", "-c1", "-n30", "-s", file], path: "")
        let target = try run.target
        #expect(run.exitCode == 0 && target.counts.ok == 30, "\(run)")
        #expect(target.requests.map(\.name) == ["make", "plain", "bad"])
        #expect(
            target.requests.map(\.completed) == [10, 10, 10] && target.requests.allSatisfy { $0.latency.count == 10 }
        )
        let made = requests.filter { $0.hasPrefix("POST /items") }
        let pattern = /\|\{"number":([0-9]+),"kind":"[ab]"\}$/
        #expect(made.compactMap { $0.firstMatch(of: pattern)?.1 } == (0..<10).map { "\(2 * $0 + 1)" })
        #expect(requests.filter { $0.hasPrefix("GET /bad/") }.count == 10)
        #expect(run.result?.config.script == nil)
    }

    @Test("a file that nothing is taken from is a mistake, as is one beside a script")
    func unused() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("users.csv")
        try "id\n1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let unused = try SquallRun(["--data", file, "http://127.0.0.1:1/"])
        #expect(unused.exitCode == 64)
        let sentence = "no request has a place for its values; write {{id}} where they are to stand"
        #expect(unused.text.hasPrefix("squall: --data: \(sentence)\n"))
        let script = folder.path("script.lua")
        try "".write(toFile: script, atomically: true, encoding: .utf8)
        #expect(try SquallRun(["--data", file, "-s", script, "http://127.0.0.1:1/"]).exitCode == 64)
    }
}
