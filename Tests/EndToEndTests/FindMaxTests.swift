import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// `--find-max` against a real server.
@Suite(.timeLimit(.minutes(20))) struct FindMaxTests {
    private func search(_ arguments: [String], server options: [String] = []) throws -> (Command.Result, RunResult) {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let ended = try IrisProcess.run(options) {
            try squall(arguments + ["--json", file, "-s", predictSpec, $0.url], seconds: 300)
        }
        return (ended, try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file))))
    }

    @Test("the capacity of a server is found on open connections", arguments: EngineUnderTest.all)
    func capacity(engine: EngineUnderTest) throws {
        let options = engine.options + ["-t1", "-c8", "-d100ms", "--warmup", "50ms"]
        let (ended, result) = try search(
            options + ["--find-max", "mean<60ms, errors<1%"],
            server: ["--busy", "2ms", "--threads", "1"]
        )
        let search = try #require(result.search)
        // On a busy machine steps may contradict each other.
        #expect([.found, .unsettled].contains(search.end) && ended.exitCode == 0, "\(ended)")
        // 500 a second is the most that 2 ms of work each permit.
        let highest = try #require(search.highestRate)
        #expect(highest > 50 && highest < 620, "\(ended)")
        #expect(
            search.steps[0].rate == nil && search.steps.dropFirst().allSatisfy { $0.rate != nil && $0.counts.addUp }
        )
        #expect(search.steps.allSatisfy { $0.counts.inFlight == 0 })
        for step in search.steps.dropFirst() { #expect((step.holds == true) == step.reasons.isEmpty) }
        // The result is that of the rate that was found, on connections of the first step.
        #expect(result.config.stages?.first?.startRate == highest && result.targets[0].connectionsOpened == 0)
        let rows = ended.standardOutput.split(separator: "\n").filter {
            $0.hasSuffix("  holds") || $0.contains("piled up")
        }
        #expect(rows.count > 4 && ended.standardOutput.contains("\nKnee/sec: "))
        #expect(ended.standardOutput.contains("\nMax/sec: "), "\(ended)")
    }

    @Test("conditions that hold at no rate end with 99")
    func none() throws {
        let (ended, result) = try search(["-c4", "-d100ms", "--warmup", "50ms", "--find-max", "max<1us"])
        #expect(ended.exitCode == 99 && result.search?.end == .noneHolds && result.exitCode == 99, "\(ended)")
        #expect(
            ended.standardError.contains("note: even at ") && ended.standardOutput.contains("\nMax/sec:          none")
        )
    }

    @Test("at low rates a step is as long as a percentile needs, unless it is out of the question")
    func percentiles() throws {
        let options = ["-t1", "-c4", "-d50ms", "--warmup", "20ms"]
        let (longer, result) = try search(options + ["--find-max", "p99<20s"])
        #expect(longer.standardOutput.contains("s for as many requests as the percentile needs\n"), "\(longer)")
        let judged = (result.search?.steps ?? []).filter { $0.holds == true }
        #expect(!judged.isEmpty && judged.allSatisfy { $0.latency.count >= 1000 }, "\(longer)")
        // 50 requests a step at the first rate, and a percentile that needs 100.
        try IrisProcess.run(["--delay", "20ms"]) { server in
            let words = options + ["-d1s", "--find-max", "p90<1us", "-s", predictSpec, server.url]
            try Command(try builtProduct("squall"), words).whileRunning { running in
                _ = try running.waitForLine { $0.contains("  even p50 ") }
                running.send(SIGINT)
                #expect(try running.waitForExit(seconds: 20).exitCode == 130)
            }
        }
    }

    @Test("connections that are closed in the search do no harm", arguments: EngineUnderTest.all)
    func closing(engine: EngineUnderTest) throws {
        let options =
            engine.options + ["-t1", "-c4", "-d100ms", "--warmup", "50ms", "--find-max", "mean<1s, errors<=90%"]
        for more in [["--no-keepalive"], ["--requests-per-connection", "3"]] {
            let (ended, result) = try search(options + more, server: ["--close-rate", "0.05"])
            #expect(ended.exitCode == 0 && (result.search?.steps.count ?? 0) > 4, "\(ended)")
        }
    }

    @Test("steps that are too short for an answer say so")
    func tooShort() throws {
        let options = ["-t1", "-c2", "-d1s", "--warmup", "50ms", "-T30s", "--find-max", "mean<9s"]
        // The first answers are the warm-up's; those of the step come after its end.
        let (ended, result) = try search(options, server: ["--delay", "700ms"])
        #expect(ended.exitCode == 1 && result.search?.end == .noAnswers, "\(ended)")
        #expect(ended.standardError.contains("squall: no answer came within a step; make it longer (-d)\n"), "\(ended)")
    }

    @Test("a server that only fails ends with 1")
    func failing() throws {
        let (ended, result) = try search(["-c4", "-d100ms", "--find-max", "mean<1s"], server: ["--fail-rate", "1"])
        #expect(ended.exitCode == 1 && result.search?.end == .noAnswers && result.search?.steps.count == 1, "\(ended)")
        #expect(ended.standardError.contains("squall: no request succeeded"))
    }

    @Test("a server that dies in mid-search ends with 1, and what was found until then is told")
    func dying() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        try Command(try builtProduct("iris-server"), ["--port", "0"]).whileRunning { server in
            let url = String(try #require(try server.waitForLine().split(separator: " ").last))
            let arguments = [
                "-c4", "-d300ms", "--warmup", "50ms", "--find-max", "mean<1s", "--json", file, url + "/health",
            ]
            try Command(try builtProduct("squall"), arguments).whileRunning { running in
                _ = try running.waitForLine { $0.hasSuffix("  holds") }
                server.send(SIGKILL)
                let ended = try running.waitForExit(seconds: 60)
                #expect(ended.exitCode == 1, "\(ended)")
                #expect(ended.standardError.contains("no request succeeded at "), "\(ended)")
                let result = try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file)))
                #expect(result.search?.end == .noAnswers && result.exitCode == 1)
            }
        }
    }

    @Test("Ctrl-C ends the search with 130 and tells what was found until then")
    func interrupted() throws {
        try IrisProcess.run { server in
            let arguments = [
                "-c4", "-d500ms", "--warmup", "50ms", "--find-max", "mean<1s", "--json", "-", server.url + "/health",
            ]
            try Command(try builtProduct("squall"), arguments).whileRunning { running in
                _ = try running.waitForErrorLine { $0.hasSuffix("  holds") }
                running.send(SIGINT)
                let ended = try running.waitForExit(seconds: 20)
                #expect(ended.exitCode == 130, "\(ended)")
                let result = try JSONReport.decode(Data(ended.standardOutput.utf8))
                #expect(result.search?.end == .stopped && result.search?.highestRate != nil && result.exitCode == 130)
                #expect(ended.standardError.contains("note: the search was stopped before it had found the limit"))
            }
        }
    }
}
