import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// `squall compare` with real servers.
@Suite(.timeLimit(.minutes(20))) struct CompareTests {
    private func compare(
        _ words: [String],
        seconds: Double = 300
    ) throws -> (ended: Command.Result, result: CompareResult?) {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let ended = try squall(["compare", "-c4", "--warmup", "200ms", "--json", file] + words, seconds: seconds)
        let bytes = FileManager.default.contents(atPath: file)
        if bytes != nil { try PublishedSchema.expectValid(file) }
        return (ended, try bytes.map { try JSONDecoder().decode(CompareResult.self, from: $0) })
    }

    private func server(_ options: String = "") throws -> String {
        "exec '\(try builtProduct("iris-server"))' --port {port} \(options)"
    }

    private func commands(_ baseline: String, _ candidate: String) -> [String] {
        ["--baseline", baseline, "--candidate", candidate]
    }

    @Test("a candidate that takes far more time is worse: 99, in rounds whose order the seed decides")
    func worse() throws {
        let (ended, result) = try IrisProcess.run { baseline in
            try IrisProcess.run(["--delay", "8ms"]) { candidate in
                try compare(["--rounds", "16", "--seed", "7", "-s", predictSpec, baseline.url, candidate.url])
            }
        }
        let found = try #require(result)
        #expect(ended.exitCode == 99 && found.exitCode == 99 && found.comparison.verdict == .worse, "\(ended)")
        #expect(found.rounds.prefix(4).map(\.order) == ["AB", "AB", "BA", "BA"] && found.rounds.count == 16)
        #expect(found.comparison.metrics[0].metric == "rps" && (found.comparison.metrics[0].upper ?? 0) < -0.03)
        #expect(found.targets.map(\.role) == [.baseline, .candidate] && found.targets.allSatisfy { $0.counts.addUp })
        let inSlots = found.rounds.reduce(0) { $0 + $1.baseline.requests }
        #expect(abs(inSlots - found.targets[0].requestsPerSecond * found.targets[0].elapsedSeconds) < 0.01)
        // At each end of a slot a connection has one under way.
        #expect(abs(inSlots - Double(found.targets[0].counts.completed)) <= 16 * 4 * 2)
        #expect(found.rounds.allSatisfy { $0.baseline.length == 0.5 && $0.candidate.length == 0.5 })
        #expect(found.warnings.map(\.code).contains("single-start") && found.comparison.unit == "start")
        #expect(
            ended.standardOutput.contains("order random, seed 7, connections opened anew every 2 rounds\n"),
            "\(ended)"
        )
        #expect(ended.standardOutput.contains("\nWORSE  candidate handles "), "\(ended)")
    }

    @Test(
        "servers that it starts are started anew every two rounds, their CPU time is compared, and a control with them"
    )
    func starts() throws {
        let (ended, result) = try compare(
            commands(try server("--busy 1ms"), try server("--busy 4ms")) + [
                "--control", "--rounds", "16", "--gate", "cpu=10%", "--names", "main,pr-1", "-s", predictSpec,
            ]
        )
        let found = try #require(result)
        #expect(found.targets.map(\.starts) == [8, 8, 8] && found.rounds.map(\.start).last == 7)
        #expect(found.targets.map(\.name) == ["main", "pr-1", "control"] && found.comparison.unit == "start")
        #expect(found.rounds.allSatisfy { $0.order.count == 3 && $0.control != nil })
        let cpu = try #require(found.comparison.metrics.first { $0.metric == "cpu" })
        #expect(cpu.verdict == .worse && (cpu.lower ?? 0) > 1 && cpu.margin == 0.1 && cpu.units == 8, "\(ended)")
        #expect(found.comparison.control.map(\.metric) == found.comparison.metrics.map(\.metric))
        #expect(ended.standardOutput.contains("  control  the baseline compared with itself: cpu/request "), "\(ended)")
        // Once in a hundred times the control moves.
        let isSure = ended.exitCode == 99 && ended.standardOutput.contains("\nWORSE  pr-1 takes ")
        #expect(isSure || found.warnings.map(\.code).contains("control-moved"), "\(ended)")
    }

    @Test("a candidate that answers something else is not comparable: 1, after one round where nothing succeeds")
    func notComparable() throws {
        let (ended, result) = try IrisProcess.run { server in
            try compare(["\(server.url)/health", "\(server.url)/nothing"])
        }
        #expect(ended.exitCode == 1 && result?.comparison.verdict == .notComparable, "\(ended)")
        #expect(result?.rounds.count == 1 && result?.comparison.look == nil && result?.comparison.reason == .difference)
        #expect(
            ended.standardOutput.contains(
                "NOT COMPARABLE  100 % of the baseline's answers have a status of 2xx, and 0 %"
            )
        )
    }

    @Test("a candidate that errs is worse, whatever its speed")
    func errs() throws {
        let (ended, result) = try IrisProcess.run { baseline in
            try IrisProcess.run(["--fail-rate", "0.004"]) { candidate in
                try compare(["--rounds", "16", "-s", predictSpec, baseline.url, candidate.url])
            }
        }
        #expect(ended.exitCode == 99 && result?.comparison.errors.isWorse == true, "\(ended)")
        #expect(ended.standardOutput.contains("\nWORSE  requests that failed: "), "\(ended)")
        #expect(ended.standardOutput.contains(", none of baseline\n"))
    }

    @Test("a candidate whose connections hang now and then errs, also where they do while a slot settles")
    func hangs() throws {
        // The candidate answers no more than so many requests of a connection.
        let servers = try [Int.max, 300].map { requests in
            try MisbehavingServer { connection in
                for _ in 0..<requests {
                    guard connection.readRequest() != nil else { return }
                    connection.answer("200 OK")
                }
                while connection.readRequest() != nil {}
            }
        }
        let urls = servers.map { "http://127.0.0.1:\($0.port)/" }
        let (ended, result) = try compare(["--rounds", "16", "-T200ms"] + urls)
        #expect(ended.exitCode == 99 && result?.comparison.reason == .errors, "\(ended)")
        let found = try #require(result)
        let timedOut = found.targets[1].counts.timedOut
        #expect(timedOut >= 16 && found.rounds.reduce(0) { $0 + $1.candidate.errors } == timedOut)
        #expect(found.targets[1].errors.reduce(0) { $0 + $1.count } == timedOut)
    }

    @Test("one that ends in mid-run is named with its code and output: 1, and what was measured is kept")
    func dies() throws {
        let folder = try TemporaryFolder()
        let (starts, end, file) = (folder.path("starts"), folder.path("end"), folder.path("result.json"))
        let dying = """
            '\(try builtProduct("iris-server"))' --port {port} & echo $! >> '\(starts)'
            while [ ! -e '\(end)' ]; do sleep 0.05; done; echo bang; kill %1; exit 7
            """
        let words = ["compare", "--warmup", "100ms", "--json", file] + commands(try server(), dying)
        try Command(try builtProduct("squall"), words).whileRunning { command in
            try waitUntil("a second start") {
                ((try? String(contentsOfFile: starts, encoding: .utf8)) ?? "").split(separator: "\n").count > 1
            }
            try Data().write(to: URL(fileURLWithPath: end))
            let ended = try command.waitForExit()
            #expect(ended.exitCode == 1, "\(ended)")
            // Before the third round, or in it.
            let text = ended.standardOutput + ended.standardError
            #expect(text.contains("exit 7' ended with code 7 "), "\(ended)")
            #expect(text.contains("; it printed:\n") && text.contains("\n  | bang"), "\(ended)")
            #expect(ended.standardOutput.contains("NOT MEASURED  candidate: '"), "\(ended)")
        }
        try PublishedSchema.expectValid(file)
        let result = try JSONDecoder().decode(
            CompareResult.self,
            from: Data(contentsOf: URL(fileURLWithPath: file))
        )
        #expect(result.comparison.verdict == .notMeasured && result.exitCode == 1 && result.rounds.count >= 2)
    }

    @Test("one that never becomes ready is named: 1")
    func neverReady() throws {
        let words = commands(try server(), "exec sleep 1000 # {port}") + ["--start-timeout", "300ms"]
        let (ended, result) = try compare(words)
        #expect(ended.exitCode == 1 && result == nil, "\(ended)")
        #expect(ended.standardError.contains("squall: candidate: 'exec sleep 1000 # "), "\(ended)")
    }

    @Test("Ctrl-C ends it with what was measured until then: 130, and no server is left")
    func interrupted() throws {
        let folder = try TemporaryFolder()
        let (pids, file) = (folder.path("pids"), folder.path("result.json"))
        let server = "echo $$ >> '\(pids)'; " + (try server())
        let words = ["compare", "--warmup", "100ms", "--json", file] + commands(server, server)
        try Command(try builtProduct("squall"), words).whileRunning { command in
            try waitUntil("a third start") {
                ((try? String(contentsOfFile: pids, encoding: .utf8)) ?? "").split(separator: "\n").count > 4
            }
            command.send(SIGINT)
            let ended = try command.waitForExit()
            #expect(ended.exitCode == 130, "\(ended)")
            #expect(ended.standardOutput.contains("INCONCLUSIVE  it was stopped after "), "\(ended)")
        }
        try PublishedSchema.expectValid(file)
        let result = try JSONDecoder().decode(
            CompareResult.self,
            from: Data(contentsOf: URL(fileURLWithPath: file))
        )
        #expect(result.exitCode == 130 && result.comparison.metrics.allSatisfy { $0.lower == nil })
        for pid in try String(contentsOfFile: pids, encoding: .utf8).split(separator: "\n") {
            #expect(!FileManager.default.fileExists(atPath: "/proc/\(pid)"))
        }
    }

    @Test("killed, it leaves no server behind")
    func killed() throws {
        let folder = try TemporaryFolder()
        let pids = folder.path("pids")
        // A server with a child that leaves its group.
        let server = "setsid sleep 1000 & echo $! >> '\(pids)'; echo $$ >> '\(pids)'; " + (try server())
        let words = ["compare", "--warmup", "60s"] + commands(server, server)
        try Command(try builtProduct("squall"), words).whileRunning { command in
            _ = try command.waitForLine { $0.hasPrefix("closed loop") }
            command.send(SIGKILL)
            _ = try command.waitForExit()
            let all = try String(contentsOfFile: pids, encoding: .utf8).split(separator: "\n")
            #expect(all.count == 4)
            try waitUntil("all are gone") { !all.contains { FileManager.default.fileExists(atPath: "/proc/\($0)") } }
        }
    }

    @Test("a calibration tells what could be seen, and never fails")
    func calibrates() throws {
        let (ended, result) = try IrisProcess.run {
            try compare(["--calibrate", "--rounds", "16", "\($0.url)/health"])
        }
        #expect(ended.exitCode == 0 && result?.comparison.calibration.map(\.rounds) == [12, 16], "\(ended)")
        #expect(ended.standardOutput.contains("\nCALIBRATED  a change of "), "\(ended)")
    }

    @Test("it ends at the first look that says enough, and a calibration at the last")
    func look() throws {
        let (ended, result) = try IrisProcess.run { baseline in
            try IrisProcess.run(["--delay", "20ms"]) { candidate in
                try compare(["-s", predictSpec, baseline.url, candidate.url])
            }
        }
        let found = try #require(result)
        #expect(ended.exitCode == 99 && found.rounds.count == 20 && found.comparison.look == 2, "\(ended)")
        #expect(found.comparison.metrics[0].confidence == 0.998 && found.comparison.reason == .figure)
        #expect(ended.standardOutput.contains("  20 of at most 80 rounds (stopped at look 2), "), "\(ended)")
    }

    @Test("what is not certain ends with 98 where it must be, and with 99 where no loss must be shown")
    func uncertain() throws {
        // Work that varies this much shows nothing in 16 rounds.
        // Each start has delays of its own.
        let noisy = try server("--delay lognormal:20ms:1.5 --seed $$")
        for (option, code) in [("--strict", 98 as Int32), ("--require-same", 99)] {
            let (ended, result) = try compare(
                [option, "--rounds", "16", "--margin", "0.1%", "-s", predictSpec] + commands(noisy, noisy)
            )
            // Once in a hundred times it is certain of a difference.
            let found = try #require(result, "\(ended)")
            guard found.comparison.verdict == .inconclusive else { continue }
            #expect(ended.exitCode == code, "\(option): \(ended)")
            let isTold = ended.standardOutput.contains("it is not shown to be no worse (--require-same)\n")
            #expect(isTold == (code == 99), "\(ended)")
        }
    }

    @Test("under a rate latencies decide, and a candidate that does not keep it is worse")
    func rate() throws {
        let (ended, result) = try IrisProcess.run { baseline in
            // Four connections with 25 ms an answer can do 160 requests a second.
            try IrisProcess.run(["--delay", "25ms"]) { candidate in
                try compare(["-R", "200", "--rounds", "16", "-s", predictSpec, baseline.url, candidate.url])
            }
        }
        let found = try #require(result)
        #expect(ended.exitCode == 99 && found.comparison.reason == .rate, "\(ended)")
        #expect(found.comparison.metrics.filter(\.gated).map(\.metric) == ["p50"])
        #expect(found.config.loop == "open" && found.config.stages?[0].durationSeconds == 0.5)
        #expect(found.warnings.map(\.code).contains("open-loop-missed-rate"))
        #expect(ended.standardOutput.contains("WORSE  candidate does not keep the rate that is due"), "\(ended)")
    }

    @Test("under a rate a candidate that stalls now and then is not the same, though nothing is sent meanwhile")
    func stalls() throws {
        let words = ["-R", "4000", "--gate", "p99", "--margin", "100%", "--rounds", "16", "/health"]
        let stalling = try server("--delay stall:600ms/1500ms")
        let (ended, result) = try compare(words + commands(try server(), stalling))
        let found = try #require(result)
        #expect([.worse, .inconclusive].contains(found.comparison.verdict), "\(ended)")
        let candidate = found.targets[1]
        #expect(candidate.counts.unsent > 100 && candidate.latency.percentiles["p99"] ?? 0 > 100_000_000, "\(ended)")
        #expect(found.warnings.contains { ["unsent", "open-loop-missed-rate"].contains($0.code) }, "\(ended)")
    }

    @Test("a script that fails ends it with its reason, one that cannot be read with 64")
    func scripts() throws {
        let folder = try TemporaryFolder()
        let cases: [(text: String, code: Int32, sentence: String)] = [
            ("request = function() error('no more') end", 1, "a script failed: "),
            (
                "local n = 0; request = function() n = n + 1; if n > 200 then wrk.thread:stop() end; return wrk.format() end",
                1, "a script ended round 1"
            ),
            ("request = function(", 64, "script.lua"),
        ]
        for (text, code, sentence) in cases {
            let file = folder.path("script.lua")
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let (ended, _) = try IrisProcess.run { try compare(["-s", file, "\($0.url)/health", "\($0.url)/health"]) }
            #expect(ended.exitCode == code && ended.standardError.contains(sentence), "\(ended)")
        }
    }

    @Test(
        "what is wrong is said in one sentence: 64",
        arguments: [
            ([], "two URLs are compared, or the results in two files, and there are 0"),
            (["http://127.0.0.1:1/"], "and there is 1"),
            (["--start-timeout", "5s", "http://a/", "http://b/"], "--start-timeout: no server is started; remove it"),
            (["--calibrate", "--require-same", "http://a/"], "--require-same: --calibrate judges nothing"),
            (["--names", "a\nb,c", "http://a/", "http://b/"], "--names: a name must have no control characters"),
            (["http://127.0.0.1:1/", "result.json"], "and not one of each"),
            (["--baseline", "x {port}"], "--baseline: compared with what? add --candidate COMMAND"),
            (["--candidate", "x {port}"], "--candidate: compared with what? add --baseline COMMAND"),
            (["--rounds", "5", "http://a/", "http://b/"], "5 rounds can decide nothing at 1 %; it takes at least 16"),
            (["--rounds", "15", "--baseline", "{port}", "--candidate", "{port}"], "it takes at least 16"),
            (["--gate", "p101", "http://a/", "http://b/"], "--gate: 'p101' is not a figure to judge by"),
            (["--gate", "rps,rps", "http://a/", "http://b/"], "--gate: 'rps' is there twice"),
            (["--gate", "cpu", "http://a/", "http://b/"], "--gate: cpu is known of servers that squall starts"),
            (["--gate", "rps", "-R5", "http://a/", "http://b/"], "--gate: rps is what --rate says"),
            (["--margin", "3", "http://a/", "http://b/"], "--margin: '3' is not a percentage, as 3%"),
            (["--names", "x", "http://a/", "http://b/"], "--names: 'x' is not of the form BASELINE,CANDIDATE"),
            (["-n5", "http://a/", "http://b/"], "squall compare: invalid option -- 'n'"),
            (["--rounds", "17", "http://a/", "http://b/"], "give an even number, as 18"),
            (["--margin", "2%", "http://a/", "http://b/"], "give 3% or more, or have the servers started anew"),
            (["--gate", "p50=1%", "http://a/", "http://b/"], "give 3% or more, or have the servers started anew"),
            (["--rounds", "5000", "http://a/", "http://b/"], "--rounds: at most 2000 rounds are possible"),
            (["-t200", "-c200", "http://a/", "http://b/"], "--threads: each build has its own, and at most 253"),
            (["-R1", "http://a/", "http://b/"], "--rate: too few requests to compare p50 within 80 rounds; raise it"),
            (["--strict", "a.json", "b.json"], "--strict: two results are only shown, and not judged"),
        ]
    )
    func mistakes(words: [String], sentence: String) throws {
        let ended = try squall(["compare"] + words)
        #expect(ended.exitCode == 64 && ended.standardError.contains(sentence), "\(ended)")
        #expect(ended.standardError.contains("Try 'squall compare --help' for the options."), "\(ended)")
    }
}
