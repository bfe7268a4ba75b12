import Foundation
import JSON
import Reports
import Statistics
import TestSupport
import Testing

/// Rates, stages, warm-up, drain and rests on the command line, with all engines.
@Suite(.timeLimit(.minutes(20))) struct OpenLoopCommandTests {
    private func run(_ arguments: [String], server options: [String] = []) throws -> (Command.Result, RunResult) {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let ended = try IrisProcess.run(options) { try squall(arguments + ["--json", file, $0.url + "/health"]) }
        return (ended, try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file))))
    }

    @Test("a rate is kept: what is due is sent, no more and no less", arguments: EngineUnderTest.all)
    func rate(engine: EngineUnderTest) throws {
        let (ended, result) = try run(engine.options + ["-R500", "-d2s", "-c20", "--drain", "10s"])
        let target = result.targets[0]
        // On a machine that is busy with other things some of it may be too late to be sent.
        #expect(ended.exitCode == 0 && target.counts.ok + target.counts.unsent == 1000, "\(ended)")
        #expect(target.wait.count == target.counts.ok && target.response.count == target.counts.ok)
        #expect(target.response.mean >= target.service.mean && target.latency == target.response)
        #expect(result.config.loop == "open" && result.config.latencyFrom == "intended")
        #expect(ended.standardOutput.contains("  2 threads and 20 connections, 500 requests/s\n"))
        #expect(ended.standardOutput.contains("\n    Latency ") && ended.standardOutput.contains("\n    Service "))
    }

    @Test("HTTP/2 keeps a rate over its streams")
    func http2() throws {
        let nginx = try NginxServer { "listen 127.0.0.1:\($0) http2; location / { return 200 hello; }" }
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let arguments = ["--http2", "-m10", "-t1", "-c2", "-R500", "-d1s", "--drain", "10s", "--json", file]
        let ended = try squall(arguments + ["http://127.0.0.1:\(nginx.port)/"])
        let target = try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file))).targets[0]
        #expect(ended.exitCode == 0 && target.counts.completed + target.counts.unsent == 500, "\(ended)")
    }

    @Test("a rate that is too high for the connections says by how much and why")
    func tooHigh() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let ended = try IrisProcess.run(["--delay", "20ms"]) { server in
            try squall(["-R1000", "-d1s", "-t1", "-c2", "--json", file, "-s", predictSpec, server.url])
        }
        let result = try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file)))
        let counts = result.targets[0].counts
        #expect(counts.sent + counts.unsent == 1000 && counts.unsent > 850)
        let start = "note: the rate was not kept: \(counts.unsent) of 1000 requests that were due were not sent ("
        #expect(ended.standardError.contains(start), "\(ended)")
        #expect(ended.standardError.contains("; no connection was free: with 2"))
        #expect(ended.standardError.contains("requests/s; add connections (-c), or the server is at its limit\n"))
        #expect(ended.standardOutput.contains("\n  Due and not sent: \(counts.unsent)\n"))
        #expect(result.warnings.map(\.code).contains("rate-not-kept"))
    }

    @Test("a rate that --connect-rate holds down says so")
    func pacedConnections() throws {
        let ended = try IrisProcess.run { server in
            try squall([
                "-R500", "-d1s", "--no-keepalive", "--connect-rate", "20", "-t1", "-c10", server.url + "/health",
            ])
        }
        #expect(
            ended.standardError.contains(
                "; no more than 20 connections a second may be opened; raise --connect-rate\n"
            ),
            "\(ended)"
        )
    }

    @Test("stages have rows of their own, and the warm-up is in none of the figures")
    func stages() throws {
        let (ended, result) = try run([
            "--stages", "500ms@100, 500ms@100..500, 250ms@0", "--warmup", "300ms", "-c20", "--drain", "10s",
        ])
        let target = result.targets[0]
        #expect(ended.exitCode == 0, "\(ended)")
        #expect(target.stages.map { $0.counts.completed + $0.counts.unsent } == [50, 150, 0])
        #expect(target.counts.completed == target.stages.reduce(0) { $0 + $1.counts.completed })
        #expect(target.stages.map(\.start) == [0, 0.5, 1] && target.warmup?.counts.completed == 30)
        #expect(target.intervals.reduce(0) { $0 + $1.requests } == target.counts.completed)
        #expect(ended.standardOutput.contains("\n  warm-up 0.3s@100 "))
        #expect(ended.standardOutput.contains("\n  0.5s@100..500 "))
        #expect(ended.standardOutput.contains("  2 threads and 20 connections, 0 to 500 requests/s\n"))
    }

    @Test("in a closed loop too, the warm-up is told apart and answers are waited for", arguments: EngineUnderTest.all)
    func closed(engine: EngineUnderTest) throws {
        let options =
            engine.options + ["-d300ms", "--warmup", "200ms", "-c4", "--think", "5ms..10ms", "--drain", "10s"]
        let (ended, result) = try run(options)
        let target = result.targets[0]
        #expect(ended.exitCode == 0 && target.counts.inFlight == 0, "\(ended)")
        #expect((target.warmup?.counts.completed ?? 0) > 4 && target.counts.completed > 4)
        #expect(target.counts.completed < 4 * 300 / 5 && target.warmup?.startRate == nil)
        #expect(
            target.response == target.service && target.wait.max == 0 && target.wait.count == target.counts.completed
        )
    }

    @Test("-L has wrk2's spectrum of responses, and -U that of services too")
    func spectra() throws {
        let recorded = "  Latency Distribution (HdrHistogram - Recorded Latency)\n 50.000% "
        let uncorrected = "  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed "
        let (one, _) = try run(["-R500", "-d500ms", "-L"])
        #expect(one.standardOutput.contains(recorded) && !one.standardOutput.contains(uncorrected))
        #expect(one.standardOutput.contains("\n#[Max     = ") && one.standardOutput.contains("\n----------"))
        let (both, _) = try run(["-R500", "-d500ms", "-U"])
        #expect(both.standardOutput.contains(recorded) && both.standardOutput.contains(uncorrected))
        #expect(both.standardOutput.contains("100.000%"))
    }

    @Test("without a processor of its own squall says that it is the limit, and --strict makes that a failure")
    func starved() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        // A processor that is shared with four others, and with whatever tests there are.
        let script = """
            for burner in 1 2 3 4; do taskset -c 0 sh -c 'while :; do :; done' & done
            taskset -c 0 "$@"; code=$?
            kill $(jobs -p); exit $code
            """
        let (code, result) = try IrisProcess.run { server in
            let words = [
                try builtProduct("squall"), "-d2s", "-c20", "--strict", "--json", file, server.url + "/health",
            ]
            let ended = try Command("bash", ["-c", script, "bash"] + words).run()
            #expect(ended.standardError.contains("note: client-limited: "), "\(ended)")
            return (ended.exitCode, try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file))))
        }
        #expect(code == 97 && result.exitCode == 97 && result.client.verdict == "client-limited")
        #expect((result.workers.compactMap(\.runDelayShare).max() ?? 0) > 0.1)
        #expect(result.warnings.map(\.code).contains("client-limited"))
    }

    @Test("where squall is stopped for a while it says that it stood still")
    func standstill() throws {
        let ended = try IrisProcess.run { server in
            let words = ["-d8s", "-c4", "--interval", "200ms", server.url + "/health"]
            return try Command(try builtProduct("squall"), words).whileRunning { command in
                // The first interval is told when it is over.
                _ = try command.waitForErrorLine { $0.contains("req/s") }
                command.send(SIGSTOP)
                usleep(1_000_000)
                command.send(SIGCONT)
                return try command.waitForExit()
            }
        }
        let sentence = /note: client-limited: .*a thread stood still for (0\.[89]|[1-9])/
        #expect(ended.standardError.contains(sentence), "\(ended)")
    }

    @Test("intervals are told while the run goes on, as text and as JSON, and add up to the result")
    func intervals() throws {
        let folder = try TemporaryFolder()
        let lines = folder.path("lines.json")
        let (ended, result) = try run([
            "-R200", "-d1s", "-c10", "--warmup", "200ms", "--drain", "10s", "--interval", "200ms", "--interval-json",
            lines,
        ])
        let counts = result.targets[0].counts
        #expect(ended.exitCode == 0 && counts.ok + counts.unsent == 200, "\(ended)")
        let objects = try String(contentsOfFile: lines, encoding: .utf8).split(separator: "\n").map { line in
            let object = try JSONDocument(parsing: String(line)).root
            #expect(
                object.members.map(\.key) == [
                    "bytesIn", "errors", "length", "max", "p50", "p90", "p99", "requests", "requestsPerSecond", "start",
                ]
            )
            return (start: object["start"]?.number ?? 0, requests: object["requests"]?.integer ?? 0)
        }
        #expect(objects.count >= 3 && objects.filter { $0.start < 0 }.count >= 1)
        let measured = objects.filter { $0.start >= 0 }.reduce(0) { $0 + Int($1.requests) }
        // What was due in the warm-up and is answered after it is in no interval.
        #expect(measured == counts.ok)
        #expect((counts.ok + 20...counts.ok + 40).contains(objects.reduce(0) { $0 + Int($1.requests) }))
        let text = ended.standardError.split(separator: "\n").filter { $0.contains(" req/s  p50 ") }
        #expect(text.count == objects.count && text[0].hasSuffix("  (warm-up)"), "\(ended)")
        #expect(result.targets[0].intervals.count <= 3)
    }

    @Test("JSON lines on standard output have it for themselves")
    func intervalsOnOutput() throws {
        let (ended, _) = try run(["-R100", "-d1s", "--interval-json", "-"])
        #expect(ended.standardOutput.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        #expect(ended.standardError.contains("Requests/sec: ") && !ended.standardError.contains(" req/s  p50 "))
        let (full, _) = try run(["-R100", "-d300ms", "--interval-json", "/dev/full"])
        #expect(full.exitCode == 1)
        #expect(full.complaints.hasSuffix("squall: --interval-json /dev/full: No space left on device\n"), "\(full)")
        let refused = try squall(["--interval-json", "/no/folder/x", "http://127.0.0.1:1/"])
        #expect(refused.exitCode == 64)
        #expect(refused.standardError == "squall: --interval-json /no/folder/x: No such file or directory\n")
    }

    @Test("a script makes the requests of an open loop, unless it has a delay()")
    func script() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        let request = "local n = 0 function request() n = n + 1 return wrk.format('GET', '/health?' .. n) end"
        try request.write(toFile: file, atomically: true, encoding: .utf8)
        let (ended, result) = try run(["-R300", "-d1s", "-c10", "--drain", "10s", "-s", file])
        #expect(ended.exitCode == 0 && result.targets[0].counts.ok + result.targets[0].counts.unsent == 300, "\(ended)")
        try (request + " function delay() return 1 end").write(toFile: file, atomically: true, encoding: .utf8)
        let refused = try squall(["-R300", "-s", file, "http://127.0.0.1:1/"])
        #expect(refused.exitCode == 64)
        #expect(refused.standardError.hasSuffix("a rate says when requests are due; remove one of them\n"))
    }
}
