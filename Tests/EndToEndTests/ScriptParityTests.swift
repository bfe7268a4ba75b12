import Foundation
import Synchronization
import TestSupport
import Testing

/// The same scripts under Debian's wrk and under squall: the same requests on the wire, the same lines printed.
@Suite(.timeLimit(.minutes(20))) struct ScriptParityTests {
    /// What a server got: the requests in their order, each as a head with its lines sorted, and a body.
    private final class Wire: Sendable {
        struct Request: Equatable {
            var line: String
            var fields: [String]
            var body: [UInt8]
        }

        private let requests = Mutex<[Request]>([])

        var all: [Request] { requests.withLock { $0 } }

        /// Answers as a small API does, and writes down what was asked.
        func serve(_ connection: ServerConnection) {
            while let head = connection.readRequest() {
                var lines = head.components(separatedBy: "\r\n")
                let line = lines.removeFirst()
                let length = lines.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
                let body = connection.readBody(length)
                requests.withLock { $0.append(Request(line: line, fields: lines.sorted(), body: body)) }
                let path = line.split(separator: " ").dropFirst().first ?? ""
                let status = path.hasPrefix("/missing") ? "404 Not Found" : "200 OK"
                connection.answer(status, headers: path == "/login" ? ["X-Token: secret"] : [])
            }
        }
    }

    private struct Seen {
        var requests: [Wire.Request]
        var lines: [String]
    }

    /// Runs `program` with the script; what it prints of itself is left out.
    private func run(_ program: [String], _ script: ParityScript) throws -> Seen {
        let folder = try TemporaryFolder()
        let paths = folder.path("paths")
        try "/first\n/second\n/third\n".write(toFile: paths, atomically: true, encoding: .utf8)
        let file = folder.path("script.lua")
        let text = script.text.replacingOccurrences(of: "PATHS", with: paths)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let wire = Wire()
        let server = try MisbehavingServer { wire.serve($0) }
        let url = "http://127.0.0.1:\(server.port)/path?query"
        let arguments = ["-t1", "-c1", "-s", file, url, "--"] + script.arguments
        let ended = try Command(program[0], program.dropFirst() + arguments).run()
        #expect(ended.exitCode == 0, "\(program) \(ended)")
        // The port is another one each time.
        let port = ":\(server.port)"
        let requests = wire.all.map { request in
            var request = request
            request.fields = request.fields.map { $0.replacingOccurrences(of: port, with: ":PORT") }
            return request
        }
        let own = ["Running", "  ", "Requests/sec", "Transfer/sec"]
        let lines = ended.standardOutput.split(separator: "\n").map(String.init).filter { line in
            !own.contains { line.hasPrefix($0) }
        }
        return Seen(requests: requests, lines: lines.map { $0.replacingOccurrences(of: port, with: ":PORT") })
    }

    /// wrk knows whole seconds only.
    private func wrk(_ script: ParityScript) throws -> Seen { try run(["wrk", "-d1s"], script) }

    private func squall(_ script: ParityScript, _ engine: EngineUnderTest = .epoll) throws -> Seen {
        try run([try builtProduct("squall"), "-d400ms"] + engine.options, script)
    }

    @Test("scripts mean what they mean to wrk", arguments: ParityScript.all)
    func parity(script: ParityScript) throws {
        let theirs = try wrk(script)
        for engine in script.isPipeline ? EngineUnderTest.direct : EngineUnderTest.all {
            let ours = try squall(script, engine)
            let count = min(12, theirs.requests.count, ours.requests.count)
            #expect(count > 3, "wrk \(theirs.requests.count), \(engine) \(ours.requests.count)")
            #expect(ours.requests.prefix(count) == theirs.requests.prefix(count), "\(engine)")
            #expect(ours.lines == theirs.lines, "\(engine)")
        }
    }

    @Test("request is not called once more than requests are sent, as it is by wrk")
    func noExtraCall() throws {
        let script = ParityScript(
            name: "a counter",
            text: "local n = 0 function request() n = n + 1 return wrk.format(nil, '/' .. n) end"
        )
        #expect(try squall(script).requests.prefix(3).map(\.line) == (1...3).map { "GET /\($0) HTTP/1.1" })
        #expect(try wrk(script).requests.prefix(3).map(\.line) == (2...4).map { "GET /\($0) HTTP/1.1" })
    }

    @Test("a Content-Length of the script's own is sent, which wrk replaces")
    func ownLength() throws {
        let script = ParityScript(
            name: "a length",
            text: "function request() return wrk.format('GET', '/', {['Content-Length'] = '0'}) end"
        )
        #expect(try squall(script).requests[0].fields.contains("Content-Length: 0"))
        #expect(try !wrk(script).requests[0].fields.contains("Content-Length: 0"))
    }

    @Test("the greatest latency is the 100th percentile, which is 0 to wrk")
    func hundredthPercentile() throws {
        let text =
            "function done(s, latency) print(latency:percentile(100) == latency.max, latency:percentile(100) == 0) end"
        let script = ParityScript(name: "percentile(100)", text: text)
        #expect(try squall(script).lines == ["true\tfalse"])
        #expect(try wrk(script).lines == ["false\ttrue"])
    }

    @Test("when all threads have stopped the run is over, and its time the real one, which wrk goes on waiting for")
    func stop() throws {
        let text = """
            function response() wrk.thread:stop() end
            function done(summary) print(summary.duration < 300000) end
            """
        let script = ParityScript(name: "stop", text: text)
        #expect(try squall(script).lines == ["true"])
        #expect(try wrk(script).lines == ["false"])
    }
}
