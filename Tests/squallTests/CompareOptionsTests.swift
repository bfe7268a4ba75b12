import Engine
import Statistics
import Testing
import Workload

@testable import squall

private func options(_ words: String..., urls: [String] = ["http://a/", "http://b/"]) throws -> CompareOptions {
    try CompareOptions(Arguments(["squall", "compare"] + words + urls))
}

@Suite struct CompareOptionsTests {
    private func gated(_ options: CompareOptions) -> [String] {
        options.gates.filter(\.isGated).map { "\($0.metric.name) \($0.margin)" }
    }

    @Test("requests a second decide in a closed loop, percentiles under a rate, and what is asked for in place of them")
    func gates() throws {
        #expect(gated(try options()) == ["rps 0.03"])
        #expect(gated(try options("-R667")) == ["p50 0.05", "p99 0.1"])
        #expect(throws: UsageError.self) { try options("-R2000", "--rounds", "18") }
        #expect(gated(try options("-R2000", "--rounds", "18", "--gate", "p50")) == ["p50 0.05"])
        // p99 would take 7 rounds for one value, so 8, and 80 rounds have that 10 times.
        #expect(gated(try options("-R666")) == ["p50 0.05"])
        // Random arrivals are sometimes fewer.
        #expect(gated(try options("-R667", "--arrivals", "poisson")) == ["p50 0.05"])
        #expect(gated(try options("-R680", "--arrivals", "poisson")) == ["p50 0.05", "p99 0.1"])
        #expect(gated(try options("--margin", "3.5%")) == ["rps 0.035"])
        #expect(gated(try options("--gate", "p99.9=20%, rps", "--margin", "4%")) == ["rps 0.04", "p99.9 0.2"])
        #expect(
            try options("--gate", "p42").gates.map(\.metric.name) == [
                "rps", "cpu", "p42", "p50", "p75", "p90", "p95", "p99", "p99.9",
            ]
        )
    }

    @Test("there are the usual looks, or one after the rounds that are asked for; a calibration tells of each")
    func looks() throws {
        #expect(try options().looks == .usual)
        #expect(try options("--rounds", "30").looks == .once(after: 30))
        let calibration = try options("--calibrate", "--rounds", "30", urls: ["http://a/"])
        #expect(calibration.looks.looks.map(\.rounds) == [12, 20, 30] && calibration.calibrates)
    }

    @Test("two URLs get the same load")
    func urls() throws {
        guard case .builds(let sources) = try options("-c7", "-X", "PUT", "--warmup", "1s").subject else {
            throw UsageError("they are no builds")
        }
        #expect(sources.map(\.parts.plan.url) == ["http://a/", "http://b/"])
        #expect(sources.allSatisfy { $0.parts.plan.connections == 7 && $0.served == nil })
        #expect(sources.allSatisfy { $0.parts.plan.mix.requests[0].method.text == "PUT" })
    }

    @Test("the seed is that of the order, and not that of the requests")
    func seed() throws {
        let asked = try options("--seed", "9")
        guard case .builds(let sources) = asked.subject else { throw UsageError("they are no builds") }
        #expect(asked.seed == 9 && sources[0].parts.plan.mix.seed == RequestMix.defaultSeed)
    }

    @Test("commands have a port of their own, and a path behind them")
    func commands() throws {
        let asked = try options("--baseline", "a {port}", "--candidate", "b {port}", urls: ["/x"])
        guard case .builds(let sources) = asked.subject else { throw UsageError("they are no builds") }
        #expect(sources.map { $0.served?.command } == ["a {port}", "b {port}"] && asked.startsServers)
        #expect(sources[0].served?.at("[::1]", port: 81) == "http://[::1]:81/x")
    }

    @Test(
        "a server's URL is a path, or has a place for the port",
        arguments: [
            ([], "http://127.0.0.1:9/"), (["/a?b"], "http://127.0.0.1:9/a?b"),
            (["https://localhost:{port}/a"], "https://localhost:9/a"),
        ]
    )
    func served(operands: [String], url: String) throws {
        #expect(try ServedURL(command: "{port}", operands: operands).at("127.0.0.1", port: 9) == url)
    }

    @Test("a server that is aimed at has the URL in its plan, and in its script")
    func aim() throws {
        var parts = try RunParts(OptionValues(Arguments(["squall", "-H", "A: b"])), operands: ["http://127.0.0.1:1/x"])
        try parts.aim(at: "http://127.0.0.1:8080/x")
        #expect(parts.plan.url == "http://127.0.0.1:8080/x" && parts.plan.target.hostHeader == "127.0.0.1:8080")
    }

    @Test("the defaults of a smoke test give way to assertions on the same")
    func smoke() throws {
        func assertions(_ text: String?) throws -> [String] {
            let words = text.map { ["--assert", $0] } ?? []
            return try Options(Arguments(["squall", "smoke"] + words + ["http://a/"])).assertions.map(\.text)
        }
        #expect(try assertions(nil) == ["errors==0", "non2xx==0", "requests>0"])
        #expect(try assertions("errors<1%, requests>10") == ["non2xx==0", "errors<1%", "requests>10"])
        #expect(try assertions("p99<1s, non2xx<5") == ["errors==0", "requests>0", "p99<1s", "non2xx<5"])
        let plan = try Options(Arguments(["squall", "smoke", "http://a/"])).parts.plan
        #expect(plan.connections == 16 && plan.duration == 5_000_000_000 && plan.warmup == 1_000_000_000)
        let mixed = #filePath.replacing("Tests/squallTests/CompareOptionsTests.swift", with: "Docs/examples/mixed.yaml")
        let other = try Options(Arguments(["squall", "smoke", "-s", mixed, "http://a/"]))
        #expect(other.assertions.map(\.text) == ["errors==0", "requests>0"])
        // A number of requests ends it, and not a time.
        #expect(try Options(Arguments(["squall", "smoke", "-n50", "http://a/"])).parts.plan.duration == nil)
    }

    @Test(
        "a command line is told as a shell takes it",
        arguments: [
            (["-c50", "http://a/?x=1"], "squall -c50 'http://a/?x=1'"),
            (["--assert", "p99<1s"], "squall --assert 'p99<1s'"),
            (["it's", ""], "squall 'it'\\''s' ''"),
            (["-H", "Authorization: Bearer a b"], "squall -H 'Authorization: ...'"),
            (["-Hcookie:a=b", "--header=X-Api-Key: c"], "squall '-Hcookie: ...' '--header=X-Api-Key: ...'"),
            (["-H", "Accept: a", "http://me:pw@h/a@b"], "squall -H 'Accept: a' http://...@h/a@b"),
        ]
    )
    func words(words: [String], text: String) {
        #expect(ShellWords.text(words) == text)
    }

    @Test(
        "the part of a file goes before its ending",
        arguments: [
            ("a.hgrm", "a.x.hgrm"), ("b.c/a", "b.c/a.x"), ("/b/.a", "/b/.a.x"), ("a.b.c", "a.b.x.c"), ("-", "-"),
        ]
    )
    func parts(path: String, expected: String) throws {
        #expect(try OutputDestination(path).inserting("x").description == expected)
    }
}
