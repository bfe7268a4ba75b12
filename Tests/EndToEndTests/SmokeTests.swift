import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// `squall smoke`: a server that it starts is loaded and judged.
@Suite(.timeLimit(.minutes(20))) struct SmokeTests {
    /// Smokes the server that `command` starts, whose process writes its number to a file.
    private func smoke(
        _ command: String,
        _ options: [String] = [],
        path: String = "/health"
    ) throws -> (ended: Command.Result, result: RunResult?, isLeft: Bool) {
        let folder = try TemporaryFolder()
        let server = try builtProduct("iris-server")
        let full =
            "echo $$ > '\(folder.path("pid"))'; " + command.replacing("SERVER", with: "'\(server)' --port {port}")
        let file = folder.path("result.json")
        let words = ["smoke", "--serve", full, "-d500ms", "--warmup", "100ms", "--json", file] + options + [path]
        let ended = try squall(words)
        let process = (try? String(contentsOfFile: folder.path("pid"), encoding: .utf8)) ?? "0"
        let isLeft = FileManager.default.fileExists(atPath: "/proc/\(process.split(separator: "\n")[0])")
        let bytes = FileManager.default.contents(atPath: file)
        if bytes != nil { try PublishedSchema.expectValid(file) }
        return (ended, try bytes.map { try JSONReport.decode($0) }, isLeft)
    }

    @Test("a server that answers passes, and is ended")
    func passes() throws {
        let (ended, result, isLeft) = try smoke("exec SERVER", ["--assert", "p90<60s, cpu_per_request<10s"])
        #expect(ended.exitCode == 0 && !isLeft, "\(ended)")
        #expect(
            result?.assertions.map(\.text) == [
                "errors==0", "non2xx==0", "requests>0", "shutdown<5s", "p90<60s", "cpu_per_request<10s",
            ]
        )
        #expect(result?.assertions.allSatisfy { $0.verdict == .holds } == true, "\(ended)")
        #expect((result?.targets[0].cpuSecondsPerRequest ?? 0) > 0 && result?.config.connections == 16)
        #expect(ended.standardOutput.hasSuffix("\nPASSED  all 6 assertions hold\n"), "\(ended)")
    }

    @Test("one that errs is broken: 99; a default gives way to an assertion on the same")
    func errs() throws {
        let (ended, result, _) = try smoke(
            "exec SERVER --fail-rate 1",
            ["-X", "POST", "--body", "{}", "--assert", "errors<=100%"],
            path: "/predict"
        )
        // The answers are 422, which is no success: nothing was measured.
        #expect(ended.exitCode == 1 && result?.assertions.count == 4, "\(ended)")
        let (half, judged, _) = try smoke("exec SERVER --fail-rate 0.5", ["-s", predictSpec], path: "/")
        #expect(
            half.exitCode == 99 && judged?.assertions.map(\.verdict) == [.broken, .broken, .holds, .holds],
            "\(half)"
        )
        #expect(half.standardOutput.contains("\nFAILED  2 of 4 assertions do not hold\n"), "\(half)")
    }

    @Test("with --confirm what is broken must be broken twice, and both runs are printed")
    func confirms() throws {
        let (ended, result, _) = try smoke("exec SERVER --fail-rate 0.5", ["-s", predictSpec, "--confirm"], path: "/")
        #expect(ended.exitCode == 99, "\(ended)")
        #expect(ended.standardOutput.contains("An assertion is broken; once more (--confirm):"))
        #expect(ended.standardOutput.components(separatedBy: "Running 500ms test").count == 3)
        #expect(result?.assertions[0].message.hasPrefix("first errors ") == true, "\(ended)")
    }

    @Test("one that ends while it is loaded is named with its code and output: 1")
    func dies() throws {
        // It ends at its hundredth request, which its record tells.
        let (ended, result, isLeft) = try smoke(
            """
            SERVER & while ! curl -s http://127.0.0.1:{port}/truth | grep -q '"200": *[0-9][0-9][0-9]'; do :; done
            echo out of memory; kill %1; exit 7
            """,
            ["-d60s", "-s", predictSpec],
            path: "/"
        )
        #expect(ended.exitCode == 1 && result?.exitCode == 1 && !isLeft, "\(ended)")
        #expect(
            ended.standardError.contains("exit 7' ended with code 7 while it was loaded; it printed:\n"),
            "\(ended)"
        )
        #expect(ended.standardError.contains("\n  | out of memory\n"))
        #expect(result?.warnings.map(\.code).contains("server-ended") == true)
        #expect(ended.standardOutput.hasSuffix("\nNOT MEASURED\n"), "\(ended)")
    }

    @Test("one that hangs up to the end is broken, though its time-outs come after it")
    func hangs() throws {
        let server = try MisbehavingServer { connection in
            for _ in 0..<20 where connection.readRequest() != nil { connection.answer("200 OK") }
            while connection.readRequest() != nil {}
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let ended = try squall(["smoke", "-d300ms", "--warmup", "1ms", "-T1s", "-c4", url])
        #expect(ended.exitCode == 99, "\(ended)")
        #expect(ended.standardOutput.contains("Socket errors: connect 0, read 0, write 0, timeout 4"), "\(ended)")
    }

    @Test("one that never becomes ready is given up: 1")
    func neverReady() throws {
        let (ended, result, isLeft) = try smoke("exec sleep 1000 # {port}", ["--start-timeout", "500ms"])
        #expect(ended.exitCode == 1 && result == nil && !isLeft, "\(ended)")
        #expect(ended.standardError.contains("took no connection on port "))
        #expect(ended.standardError.contains(" within 0.5 s; it printed nothing"), "\(ended)")
    }

    @Test("one that ignores SIGTERM is killed, and that is told")
    func stubborn() throws {
        let (ended, result, isLeft) = try smoke("trap '' TERM; SERVER & wait; wait; sleep 1000")
        #expect(!isLeft && ended.exitCode == 99, "\(ended)")
        #expect(result?.warnings.map(\.code).contains("ignored-sigterm") == true)
        #expect(ended.standardError.contains("note: the server did not end within 5 s of SIGTERM, and was killed"))
        #expect(
            ended.standardOutput.contains("\n    shutdown<5s  BROKEN       it had not ended after 5 s\n"),
            "\(ended)"
        )
        #expect(ended.standardOutput.hasSuffix("\nFAILED  1 of 4 assertions does not hold\n"), "\(ended)")
    }

    @Test("one that crashes while it stops is told of, and one on ::1 is loaded there")
    func crashes() throws {
        let crashing = "trap 'kill %1; echo oops; exit 3' TERM; SERVER --host ::1 & while :; do sleep 0.01; done"
        let (ended, result, isLeft) = try smoke(crashing, ["--ready", "/health"])
        #expect(ended.exitCode == 0 && !isLeft && result?.targets[0].url.contains("[::1]") == true, "\(ended)")
        #expect(result?.warnings.map(\.code).contains("unclean-end") == true)
        #expect(ended.standardError.contains("note: the server ended with code 3 after SIGTERM\n"), "\(ended)")
        #expect(ended.standardError.contains("note: the server printed last:\n"), "\(ended)")
        #expect(ended.standardError.contains("  | oops\n"), "\(ended)")
    }

    @Test("one that takes its time to end is given what an assertion says; its connections are closed before that")
    func slowEnd() throws {
        // It ends half a second after nobody is connected any more, as servers do that wait for their clients: the one that
        // has the connections is in a group of its own, and does not hear of it before.
        let patient = """
            port=$(printf %04X {port})
            is_connected() { grep -q ": [0-9A-F]*:$port [0-9A-F]*:[0-9A-F]* 01 " /proc/net/tcp; }
            trap 'while is_connected; do sleep 0.05; done; sleep 0.5; kill %1; exit' TERM
            setsid SERVER & while :; do sleep 0.01; done
            """
        let (ended, result, isLeft) = try smoke(patient, ["--assert", "shutdown<60s"])
        #expect(ended.exitCode == 0 && !isLeft, "\(ended)")
        let seconds = try #require(result?.targets[0].shutdownSeconds)
        #expect(seconds >= 0.5 && result?.assertions.last?.text == "shutdown<60s", "\(ended)")
    }

    @Test("what the server printed last is shown where it fails, and only there")
    func output() throws {
        let (failed, _, _) = try smoke("echo no database; exec SERVER --fail-rate 0.5", ["-s", predictSpec], path: "/")
        #expect(failed.exitCode == 99, "\(failed)")
        #expect(failed.standardError.contains("note: the server printed last:\n  | no database\n"), "\(failed)")
        let (passed, _, _) = try smoke("echo no database; exec SERVER")
        #expect(passed.exitCode == 0 && !passed.standardError.contains("no database"), "\(passed)")
    }

    @Test("where squall is killed, or interrupted, the server ends too", arguments: [SIGKILL, SIGINT])
    func signals(signal: Int32) throws {
        let folder = try TemporaryFolder()
        let pid = folder.path("pid")
        let server = "echo $$ > '\(pid)'; exec '\(try builtProduct("iris-server"))' --port {port}"
        let words = ["smoke", "--serve", server, "-d60s", "--warmup", "1s", "/health"]
        try Command(try builtProduct("squall"), words).whileRunning { command in
            _ = try command.waitForLine { $0.hasPrefix("  2 threads") }
            let process = try String(contentsOfFile: pid, encoding: .utf8).split(separator: "\n")[0]
            command.send(signal)
            let ended = try command.waitForExit()
            #expect(ended.exitCode == (signal == SIGKILL ? -SIGKILL : 130), "\(ended)")
            let last = "\nNOT MEASURED  it was stopped before its end\n"
            #expect(ended.standardOutput.hasSuffix(last) == (signal == SIGINT), "\(ended)")
            try waitUntil("the server is gone") { !FileManager.default.fileExists(atPath: "/proc/\(process)") }
        }
    }

    @Test(
        "what is wrong is said in one sentence: 64",
        arguments: [
            (["smoke", "--start-timeout", "5s", "http://x/"], "--start-timeout: no server is started"),
            (["smoke", "--ready", "/health", "http://x/"], "--ready: no server is started"),
            (["smoke", "--serve", "x {port}", "--ready", "/a", "https://a:{port}/"], "--ready: it asks by plain HTTP"),
            (["smoke", "--serve", "x {port}", "--ready", "health"], "--ready: 'health' is no path as /health"),
            (["smoke", "--assert", "achieved_rate>9%", "http://x/"], "--assert: achieved_rate is the share of"),
            (["smoke", "--serve", "server"], "'server' has no {port}: that is where the port stands"),
            (["smoke", "--serve", "server {port}", "http://x:80/"], "'http://x:80/' has no {port}: the server gets"),
            (
                ["smoke", "--serve", "server {port}", "/a", "/b"],
                "one path is expected beside the command, but there is"
            ),
            (["smoke", "--find-max", "p99<1s"], "unrecognized option '--find-max'"),
            (["smoke"], "no URL given"),
            (
                ["smoke", "--assert", "cpu_per_request<1ms", "http://127.0.0.1:1/"],
                "cpu_per_request is known of a server"
            ),
            (
                ["smoke", "--serve", "x {port}", "--assert", "shutdown>1s"],
                "'shutdown>1s' is no time that a server has at most"
            ),
            (
                ["smoke", "--serve", "x {port}", "--assert", "shutdown<2h"],
                "'shutdown<2h' is no time that a server has at most"
            ),
            (["smoke", "--assert", "shutdown<1s", "http://127.0.0.1:1/"], "shutdown is known of a server"),
        ]
    )
    func mistakes(words: [String], sentence: String) throws {
        let ended = try squall(words)
        #expect(ended.exitCode == 64 && ended.standardError.contains(sentence), "\(ended)")
        #expect(ended.standardError.contains("Try 'squall smoke --help' for the options."), "\(ended)")
    }
}
