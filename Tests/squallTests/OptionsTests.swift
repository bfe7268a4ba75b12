import Engine
import Scripting
import Statistics
import Testing
import Workload

@testable import squall

/// Parses a command line that ends in a URL.
private func options(_ words: String...) throws -> Options {
    try Options(Arguments(["squall"] + words + ["http://127.0.0.1:8000/"]))
}

@Suite struct OptionsTests {
    @Test("without options wrk's defaults hold")
    func defaults() throws {
        let plan = try options().parts.plan
        #expect(plan.connections == 10 && plan.threads == 2)
        #expect(plan.duration == 10_000_000_000 && plan.timeout == 2_000_000_000)
        #expect(plan.requests == nil)
        #expect(plan.mix.requests.map(\.name) == ["GET /"])
    }

    @Test(
        "numbers may have a unit, and options may follow the URL or be shortened",
        arguments: [
            ["-c", "1k", "-t4", "-d2m"], ["-c1K", "--threads=4", "--dur", "120"],
            ["-t", "4", "http://127.0.0.1:8000/", "-d", "2m", "-c", "1k"],
        ]
    )
    func spellings(words: [String]) throws {
        let url = words.contains { $0.hasPrefix("http") } ? [] : ["http://127.0.0.1:8000/"]
        let plan = try Options(Arguments(["squall"] + words + url)).parts.plan
        #expect(plan.connections == 1000 && plan.threads == 4 && plan.duration == 120_000_000_000)
    }

    @Test("after -- words that look like options are operands")
    func doubleDash() throws {
        let arguments = try Arguments(["squall", "--", "-c", "5"])
        #expect(arguments.operands == ["-c", "5"] && arguments.options.isEmpty)
    }

    @Test("times may be shorter than a second")
    func shortTimes() throws {
        #expect(try options("-d500ms").parts.plan.duration == 500_000_000)
        #expect(try options("-d", "1.5s", "-T250ms").parts.plan.timeout == 250_000_000)
    }

    @Test("a number of requests alone has no end in time")
    func requestsOnly() throws {
        #expect(try options("-n1k").parts.plan.duration == nil)
        #expect(try options("-n1k").parts.plan.requests == 1000)
        #expect(try options("-n1k", "-d5s").parts.plan.duration == 5_000_000_000)
    }

    @Test("a rate lasts as long as the run, stages as long as they say")
    func loads() throws {
        let second: UInt64 = 1_000_000_000
        #expect(try options().parts.plan.load == nil)
        #expect(try options("-R5").parts.plan.load?.stages == [OpenLoad.Stage(duration: 10 * second, rate: 5)])
        #expect(try options("-R5", "-n3").parts.plan.load?.stages == [OpenLoad.Stage(duration: nil, rate: 5)])
        let staged = try options("--stages", "1s@5, 2s@5..9", "--arrivals", "poisson", "--warmup", "3s").parts.plan
        #expect(staged.duration == 3 * second && staged.warmup == 3 * second && staged.load?.arrivals == .poisson)
        #expect(try options("--think", "5ms").parts.plan.thinkTime == 5_000_000...5_000_000)
        #expect(try options("--think", "5ms..1s", "--drain", "2s").parts.plan.thinkTime == 5_000_000...second)
        #expect(try options("--think", "0..1s").parts.plan.thinkTime == 0...second)
    }

    @Test("a search has steps of 10 s after 1 s, and the percentiles of its conditions")
    func findMax() throws {
        let asked = try options("--find-max", "p99.5<20ms, errors==0", "--arrivals", "poisson")
        #expect(
            asked.limit?.conditions.map(\.text) == ["p99.5<20ms", "errors==0"] && asked.limit?.arrivals == .poisson
        )
        #expect(asked.limit?.percentiles == [50, 99.5] && asked.parts.plan.percentiles.contains(99.5))
        #expect(
            asked.parts.plan.load == nil && asked.parts.plan.warmup == 1_000_000_000
                && asked.parts.plan.duration == 10_000_000_000
        )
        let other = try options("--find-max", "max<1s", "--warmup", "2s", "-d1s", "--percentiles", "90")
        #expect(other.limit?.percentiles == [90] && other.parts.plan.warmup == 2_000_000_000)
        #expect(try options("--find-max", "max<1s").limit?.percentiles == [50, 99])
    }

    @Test("assertions are collected, and their percentiles are kept")
    func assertions() throws {
        let asked = try options("--assert", "p99.5<20ms, errors==0", "--assert", "rps>=10k")
        #expect(asked.assertions.map(\.text) == ["p99.5<20ms", "errors==0", "rps>=10k"])
        #expect(asked.parts.plan.percentiles.contains(99.5))
    }

    @Test("percentiles that are asked for join the usual ones")
    func percentiles() throws {
        let asked = try options("--percentiles", "99.5, 50,25")
        #expect(asked.percentiles == [25, 50, 99.5])
        #expect(asked.parts.plan.percentiles == [25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99])
        #expect(try options().percentiles == nil)
    }

    @Test("a body implies POST, and -X has the last word")
    func methods() throws {
        #expect(try options("--body", "x").parts.plan.mix.requests[0].method.text == "POST")
        #expect(try options("--body", "x", "-XPUT").parts.plan.mix.requests[0].method.text == "PUT")
        #expect(try options("-X", "DELETE").parts.plan.mix.requests[0].method.text == "DELETE")
    }

    @Test("-H Foo:bar is sent, and a later one of the same name replaces the first")
    func headers() throws {
        let headers = try options("-H", "Foo:bar", "-H", "A: b", "-H", "foo: baz").parts.plan.mix.requests[0].headers
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["foo=baz", "A=b"])
    }

    @Test("connection options reach the plan")
    func connections() throws {
        let connection = try options(
            "--http2",
            "-m8",
            "-k",
            "--connect-to",
            "a:1:b:2",
            "--resolve",
            "a:1:127.0.0.1",
            "-x",
            "http://p:1",
            "-6"
        ).parts.plan.options
        #expect(connection.version == .http2 && connection.streams == 8 && connection.isInsecure)
        #expect(connection.connectTo == ["a:1:b:2"] && connection.resolve == ["a:1:127.0.0.1"])
        #expect(connection.proxy == "http://p:1" && connection.family == .ipv6 && connection.keepsAlive)
        #expect(try options("--no-keepalive").parts.plan.options.keepsAlive == false)
    }

    @Test("--seed is where random choices begin, also those of a spec file and of a script")
    func seed() throws {
        #expect(try options("--seed", "5").parts.plan.mix.seed == 5)
        #expect(try options().parts.plan.mix.seed == RequestMix.defaultSeed)
        let script = try options("--seed", "\(UInt64.max)", "-s", "Docs/examples/wrk_script.lua").parts.script
        #expect(script?.seed == .max)
        let spec = try Options(
            Arguments(["squall", "--seed", "7", "-s", "Docs/examples/mixed.yaml", "http://127.0.0.1:8000"])
        )
        #expect(spec.parts.plan.mix.seed == 7 && spec.parts.plan.mix.requests.count > 1)
    }

    @Test(
        "what is wrong is said in a sentence that names the option",
        arguments: [
            (
                ["-c", "abc"],
                "--connections: invalid number 'abc': write digits and at most one unit, such as 100, 10k or 1M"
            ),
            (["-c", "0"], "--connections: must be at least 1"),
            (["-t0"], "--threads: must be at least 1"),
            (["-d0"], "--duration: must be at least 1ms"),
            (
                ["-d", "10sec"],
                "--duration: invalid time '10sec': write a number and at most one unit, such as 500ms, 30s, 1.5m or 2h"
            ),
            (["-c1"], "number of connections must be >= threads"),
            (
                ["--find-max", "rps>5"],
                "--find-max: 'rps>5' is nothing that a rate is too high for, as p99<20ms or errors<0.1% is"
            ),
            (
                ["--find-max", "p99>5ms"],
                "--find-max: 'p99>5ms' is nothing that a rate is too high for, as p99<20ms or errors<0.1% is"
            ),
            (
                ["--find-max", "status.404==5"],
                "--find-max: 'status.404==5' is nothing that a rate is too high for, as p99<20ms or errors<0.1% is"
            ),
            (
                ["--find-max", "timeouts<0"],
                "--find-max: 'timeouts<0' is nothing that a rate is too high for, as p99<20ms or errors<0.1% is"
            ),
            (["-d", "8761h"], "--duration: the time '8761h' is too long: the most is 8760h"),
            (["--assert", "p99<5"], "--assert: 'p99<5': 5 what? write 5ms or 5s"),
            (
                ["--find-max", "max<5s", "--assert", "errors==0"],
                "--assert: --find-max is given, and its conditions are what must hold; remove one of them"
            ),
            (["--find-max", "p99<5"], "--find-max: 'p99<5': 5 what? write 5ms or 5s"),
            (
                ["--find-max", "max<5s", "-R5"],
                "--rate: --find-max is given, and it looks for the rate; remove one of them"
            ),
            (
                ["--find-max", "max<5s", "-n5"],
                "--requests: --find-max is given, and its steps are as long as --duration says; remove one of them"
            ),
            (
                ["--find-max", "max<5s", "-U"],
                "--u_latency: --find-max is given, and it prints a row for each step; remove one of them"
            ),
            (["-t254", "-c256"], "--threads: at most 253 threads are possible"),
            (["-c4000P"], "--connections: at most 10000000 connections are possible"),
            (["--http2", "-m1G"], "--streams: at most 10000 streams are possible"),
            (
                ["--http2", "-m2", "--no-keepalive"],
                "--no-keepalive: streams share a connection; remove it, or --streams"
            ),
            (["--connect-to", "a:1"], "--connect-to: 'a:1' is not of the form HOST1:PORT1:HOST2:PORT2"),
            (["--resolve", "a:[::1]"], "--resolve: 'a:[::1]' is not of the form HOST:PORT:ADDRESS"),
            (["--seed", "-1"], "--seed: '-1' is not a whole number from 0 to 2^64 - 1"),
            (["-H", "Foo"], "--header: invalid header 'Foo': write 'Name: value'"),
            (["-m2"], "--streams: HTTP/1.1 has no streams; add --http2 or --http3"),
            (["--key", "/dev/null"], "--key: the key of which certificate? add --cert FILE"),
            (["--cacert", "/no/such"], "--cacert: /no/such: No such file or directory"),
            (["--body-file", "/no/such"], "--body-file: /no/such: cannot open it: No such file or directory"),
            (["--percentiles", "50,101"], "--percentiles: '101' is not a number from 0 to 100, as in 50,90,99.9"),
            (["--percentiles", "50,,9"], "--percentiles: '' is not a number from 0 to 100, as in 50,90,99.9"),
            (["--percentiles", "-1"], "--percentiles: '-1' is not a number from 0 to 100, as in 50,90,99.9"),
            (["--interval", "300ms"], "--interval: '300ms' must be 100ms, 200ms, 500ms or whole seconds"),
            (["--interval", "1.5s"], "--interval: '1.5s' must be 100ms, 200ms, 500ms or whole seconds"),
            (
                ["--json", "-", "--interval-json", "-"],
                "--interval-json: --json has standard output; name a file for one of them"
            ),
            (
                ["--requests-per-connection", "5", "--no-keepalive"],
                "--requests-per-connection: --no-keepalive is one request; remove one of them"
            ),
            (
                ["--requests-per-connection", "5", "--pipeline", "2"],
                "--requests-per-connection: requests go one after the other; remove --streams, --pipeline"
            ),
            (["-R0"], "--rate: must be above 0"),
            (["-Rx"], "--rate: invalid rate 'x': write a number and at most one unit, such as 50, 0.5 or 10k"),
            (["-R5", "--stages", "1s@5"], "--rate: --stages has the rates; remove one of them"),
            (["-d5", "--stages", "1s@5"], "--duration: --stages says how long the load lasts; remove one of them"),
            (["--stages", "1s@0"], "--stages: no stage has a rate above 0"),
            (["--arrivals", "poisson"], "--arrivals: of which rate? add --rate or --stages"),
            (["-R5", "--arrivals", "x"], "--arrivals: 'x' is not one of uniform, poisson"),
            (
                ["-R5", "--think", "1s"],
                "--think: with a rate, requests are due whatever came before; remove one of them"
            ),
            (["--think", "0"], "--think: must be at least 1ms"),
            (["--think", "0..0"], "--think: must be at least 1ms"),
            (["--think", "2s..1s"], "--think: '2s..1s': the first time must not be longer than the second"),
            (["--think", "1s..2s..3s"], "--think: '1s..2s..3s' is not of the form 10ms or 10ms..50ms"),
            (["-U"], "--u_latency: without a rate there is one latency only; use --latency, or add --rate"),
            (
                ["-R5", "--wrk-correction"],
                "--wrk-correction: latencies under a rate need no correction; remove one of them"
            ),
            (["-XHEAD", "--body", "x"], "a HEAD request has no body"),
            (["-X", "A B"], "--method: invalid method 'A B': write letters without blanks, such as GET or POST"),
            (["-s", "x.lua"], "x.lua: cannot open it: No such file or directory"),
            (["-s", "x.yaml"], "x.yaml: cannot open it: No such file or directory"),
            (["-s", "x.yaml", "-XPUT"], "--script: the file gives the requests; remove -X, --body and --body-file"),
        ]
    )
    func mistakes(words: [String], message: String) throws {
        let error = try #require(throws: UsageError.self) {
            try Options(Arguments(["squall"] + words + ["http://127.0.0.1:8000/"]))
        }
        #expect(error.message == message)
    }

    @Test(
        "a URL that is wrong, missing or one of two is said so",
        arguments: [
            ([], "no URL given"),
            (["http://a/", "http://b/"], "one URL is expected, but there is also 'http://b/'"),
        ]
    )
    func urls(words: [String], message: String) throws {
        let error = try #require(throws: UsageError.self) { try Options(Arguments(["squall"] + words)) }
        #expect(error.message == message)
    }

    @Test(
        "wrk's words begin the sentence on an invalid URL",
        arguments: ["example.com", "ftp://h/", "http://", "http://h:0/"]
    )
    func invalidURL(url: String) throws {
        let error = try #require(throws: UsageError.self) { try Options(Arguments(["squall", url])) }
        #expect(error.message.hasPrefix("invalid URL: \(url)"))
    }
}
