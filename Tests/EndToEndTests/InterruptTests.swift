import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct InterruptTests {
    @Test("Ctrl-C prints the report of what was measured and ends with 0", arguments: [SIGINT, SIGTERM])
    func report(signal: Int32) throws {
        try IrisProcess.run { server in
            try Command(try builtProduct("squall"), ["-d60", server.url + "/health"]).whileRunning { running in
                _ = try running.waitForLine { $0.hasPrefix("  2 threads") }
                try waitUntil("the server has seen requests") {
                    try RawHTTPClient(port: server.port).exchange("GET", "/truth").text.contains("/health")
                }
                running.send(signal)
                let result = try running.waitForExit(seconds: 20)
                #expect(result.exitCode == 0)
                #expect(result.standardOutput.contains("\nRequests/sec: "))
            }
        }
    }

    @Test("Ctrl-C within the warm-up ends with a report of nothing", arguments: [["-R100"], ["--think", "5ms"], []])
    func inWarmup(options: [String]) throws {
        try IrisProcess.run { server in
            let arguments = options + ["-d60", "--warmup", "60s", "--json", "-", server.url + "/health"]
            try Command(try builtProduct("squall"), arguments).whileRunning { running in
                _ = try running.waitForErrorLine { $0.hasPrefix("  2 threads") }
                try waitUntil("the server has seen requests") {
                    try RawHTTPClient(port: server.port).exchange("GET", "/truth").text.contains("/health")
                }
                running.send(SIGINT)
                let result = try running.waitForExit(seconds: 20)
                #expect(result.exitCode == 0 && result.standardOutput.hasPrefix("{"), "\(result)")
                #expect(result.standardError.contains("  0 requests in "))
            }
        }
    }

    @Test("Ctrl-C while the first connection is being opened ends the program")
    func whileConnecting() throws {
        let server = try MisbehavingServer { $0.waitForClose() }
        let arguments = ["-T60s", "https://127.0.0.1:\(server.port)/"]
        try Command(try builtProduct("squall"), arguments).whileRunning { running in
            try waitUntil("squall has connected") { server.connections > 0 }
            running.send(SIGINT)
            #expect(try running.waitForExit(seconds: 20).exitCode == -SIGINT)
        }
    }

    @Test("a second Ctrl-C ends at once, even if nobody takes the output")
    func second() throws {
        let folder = try TemporaryFolder()
        let requests = (0..<200).map { "  - { name: r\($0), get: /health }\n" }.joined()
        let spec = folder.path("many.yaml")
        try "version: 1\nrequests:\n\(requests)".write(toFile: spec, atomically: true, encoding: .utf8)
        let pipe = folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        // Open at both ends, read from by nobody: what does not fit into the pipe waits for ever.
        let reader = open(pipe, O_RDWR)
        defer { close(reader) }
        try IrisProcess.run { server in
            let words = [try builtProduct("squall"), "--json", "-", "-d60", "-s", spec, server.url]
            let line = "exec \(words.map { "'\($0)'" }.joined(separator: " ")) > '\(pipe)'"
            try Command("/bin/sh", ["-c", line]).whileRunning { running in
                _ = try running.waitForErrorLine { $0.hasPrefix("  2 threads") }
                running.send(SIGINT)
                _ = try running.waitForErrorLine { $0.hasPrefix("Transfer/sec") }
                // Those right after the first are taken for the same.
                try waitUntil("it has ended") {
                    running.send(SIGINT)
                    return running.hasEnded
                }
                #expect(try running.waitForExit(seconds: 20).exitCode == 130)
            }
        }
    }

    @Test("Ctrl-C ends a script's done that does not end")
    func inDone() throws {
        let folder = try TemporaryFolder()
        let script = folder.path("script.lua")
        let text = "function done() io.stderr:write('begun\\n') while true do end end"
        try text.write(toFile: script, atomically: true, encoding: .utf8)
        try IrisProcess.run { server in
            let arguments = ["-d100ms", "-s", script, server.url + "/health"]
            try Command(try builtProduct("squall"), arguments).whileRunning { running in
                _ = try running.waitForErrorLine { $0 == "begun" }
                running.send(SIGINT)
                let result = try running.waitForExit(seconds: 20)
                #expect(result.exitCode == 130 && result.standardOutput.contains("\nRequests/sec: "))
            }
        }
    }

    @Test("timeout, which signals twice at once, gets the report", arguments: [SIGINT, SIGTERM])
    func twiceAtOnce(signal: Int32) throws {
        try IrisProcess.run { server in
            let arguments = ["--preserve-status", "60", try builtProduct("squall"), "-t1", "-c1", "-d60"]
            for _ in 0..<20 {
                try Command("/usr/bin/timeout", arguments + [server.url + "/health"]).whileRunning { running in
                    _ = try running.waitForLine { $0.hasPrefix("  1 threads") }
                    // It hands on what it gets itself as it does at the end of its time.
                    running.send(signal)
                    let ended = try running.waitForExit(seconds: 20)
                    #expect(ended.standardOutput.contains("\nRequests/sec: "))
                }
            }
        }
    }

    @Test("iris-server stopped by timeout writes its record")
    func serverStopped() throws {
        let folder = try TemporaryFolder()
        for number in 0..<20 {
            let truth = folder.path("\(number).json")
            let server = [try builtProduct("iris-server"), "--port", "0", "--truth", truth]
            try Command("/usr/bin/timeout", ["60"] + server).whileRunning { running in
                _ = try running.waitForLine()
                running.send(SIGTERM)
                _ = try running.waitForExit(seconds: 20)
            }
            #expect(access(truth, R_OK) == 0)
        }
    }
}
