import Foundation
import Statistics
import Synchronization
import TestSupport
import Testing

/// Builds that `squall compare` cannot measure, or only with difficulty.
@Suite(.timeLimit(.minutes(20))) struct CompareFailureTests {
    private func compare(_ words: [String]) throws -> Command.Result {
        try squall(["compare", "-c4", "--warmup", "100ms"] + words, seconds: 300)
    }

    @Test("where nothing succeeds at either build, that is the cause: 1")
    func nothingSucceeds() throws {
        let ended = try IrisProcess.run { try compare(["\($0.url)/nothing", "\($0.url)/nothing"]) }
        #expect(ended.exitCode == 1 && ended.standardError.hasPrefix("squall: at both builds: "), "\(ended)")
        #expect(ended.standardError.hasSuffix(" answers had status 404\n"), "\(ended)")
    }

    @Test("a build that answers nothing any more is given up: 1, and what was measured is kept")
    func silent() throws {
        let answered = Atomic(0)
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil {
                if answered.add(1, ordering: .relaxed).oldValue < 2000 { connection.answer("200 OK") }
            }
        }
        let (ended, code) = try IrisProcess.run { baseline in
            let folder = try TemporaryFolder()
            let url = "http://127.0.0.1:\(server.port)/health"
            let ended = try compare(["--json", folder.path("x"), "\(baseline.url)/health", url])
            try PublishedSchema.expectValid(folder.path("x"))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path("x")))
            return (ended, try JSONDecoder().decode(CompareResult.self, from: bytes).exitCode)
        }
        #expect(ended.exitCode == 1 && code == 1, "\(ended)")
        // Three rounds in a row, or connections that were opened anew and get nothing.
        let cause =
            /\nNOT MEASURED  candidate(, in 3 rounds in a row up to \d+)?: no request succeeded: no answer within the time/
        #expect(ended.standardOutput.contains(cause), "\(ended)")
    }

    @Test("a build that answers nothing while its connections are opened anew is measured on")
    func stallAtReopening() throws {
        let answered = Atomic(0)
        let late = Atomic(0)
        let server = try MisbehavingServer { connection in
            // Those of the second start are served after its warm-up of 300 ms.
            let isSecond = answered.load(ordering: .relaxed) > 0
            if isSecond, late.add(1, ordering: .relaxed).oldValue < 4 { Thread.sleep(forTimeInterval: 0.8) }
            while connection.readRequest() != nil {
                connection.answer("200 OK")
                answered.add(1, ordering: .relaxed)
            }
        }
        let (ended, result) = try IrisProcess.run { baseline in
            let folder = try TemporaryFolder()
            let urls = ["\(baseline.url)/health", "http://127.0.0.1:\(server.port)/health"]
            let ended = try compare(["--rounds", "16", "--json", folder.path("x")] + urls)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path("x")))
            return (ended, try JSONDecoder().decode(CompareResult.self, from: bytes))
        }
        #expect(late.load(ordering: .relaxed) >= 4, "\(ended)")
        // The answers have other sizes.
        #expect(result.rounds.count == 16 && result.comparison.verdict == .notComparable, "\(ended)")
    }

    @Test("a script that does not come back ends it: 1, and its servers with it")
    func stuck() throws {
        let folder = try TemporaryFolder()
        let (script, pids) = (folder.path("script.lua"), folder.path("pids"))
        let text = """
            local n = 0
            function request()
                n = n + 1
                if n > 500 then while true do n = n + 1 end end
                return wrk.format(nil, '/health')
            end
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: script))
        let server = "echo $$ >> '\(pids)'; exec '\(try builtProduct("iris-server"))' --port {port}"
        let ended = try compare(["-T200ms", "-s", script, "--baseline", server, "--candidate", server])
        #expect(ended.exitCode == 1, "\(ended)")
        #expect((ended.standardOutput + ended.standardError).contains("a script did not come back"), "\(ended)")
        for pid in try String(contentsOfFile: pids, encoding: .utf8).split(separator: "\n") {
            try waitUntil("it is gone") { !FileManager.default.fileExists(atPath: "/proc/\(pid)") }
        }
    }

    @Test("a server that ignores SIGTERM is killed, and is worse than one that does not: 99")
    func stubborn() throws {
        let good = "exec '\(try builtProduct("iris-server"))' --port {port}"
        let stubborn = "trap '' TERM; '\(try builtProduct("iris-server"))' --port {port} & wait; sleep 1000"
        let ended = try compare(["--rounds", "16", "--baseline", good, "--candidate", stubborn, "/health"])
        #expect(ended.exitCode == 99, "\(ended)")
        let verdict = "\nWORSE  candidate does not end within 5 s of SIGTERM, and the baseline does\n"
        #expect(ended.standardOutput.hasSuffix(verdict), "\(ended)")
        let notes = ended.standardOutput.split(separator: "\n").filter { $0.hasPrefix("  note  the server") }
        #expect(
            notes == ["  note  the server of candidate did not end within 5 s of SIGTERM, and was killed"],
            "\(ended)"
        )
    }

    @Test("what servers printed whose requests failed is shown")
    func output() throws {
        let server = "'\(try builtProduct("iris-server"))' --port {port}"
        let ended = try compare([
            "--rounds", "16", "-s", predictSpec, "--baseline", "exec \(server)", "--candidate",
            "echo no database; exec \(server) --fail-rate 0.005",
        ])
        #expect(ended.exitCode == 99, "\(ended)")
        #expect(
            ended.standardError.contains("note: the server of candidate printed last:\n  | no database\n"),
            "\(ended)"
        )
        #expect(!ended.standardError.contains("the server of baseline"), "\(ended)")
    }
}
