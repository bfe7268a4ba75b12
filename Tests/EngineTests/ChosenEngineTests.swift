import Statistics
import Testing
import Workload

@testable import Engine

@Suite struct ChosenEngineTests {
    private func choose(
        _ url: String,
        engine: EngineChoice = .auto,
        loop: EventLoopChoice = .auto,
        _ change: (inout ConnectionOptions) -> Void = { _ in }
    ) throws -> ChosenEngine {
        var options = ConnectionOptions()
        change(&options)
        let target = try TargetURL(url)
        return try ChosenEngine(
            RunPlan(
                url: url,
                target: target,
                mix: RequestMix(requests: [Request(target: target.target)]),
                options: options,
                engine: engine,
                eventLoop: loop,
                connections: 1,
                threads: 1,
                duration: nil,
                requests: 1,
                timeout: 1,
                correctsAsWrk: false,
                tool: RunResult.Tool(name: "tests", version: "0", libraries: [:])
            )
        )
    }

    @Test("HTTP/1.1 is sent by the direct engine, over TLS by epoll")
    func direct() throws {
        #expect(try choose("http://h/").name == "direct")
        let secure = try choose("https://h/")
        #expect(secure.name == "direct" && secure.eventLoop == "epoll")
    }

    @Test(
        "what the direct engine cannot do is done by libcurl, unless direct was asked for",
        arguments: [
            ("http://h/", ConnectionOptions.Version.http2, nil, "it does not speak HTTP/2"),
            ("https://h/", .http3, nil, "it does not speak HTTP/3"),
            ("http://h/", .http1, "http://p:1", "it cannot send through a proxy that forwards requests"),
            ("http://h/", .http1, "p:1", "it cannot send through a proxy that forwards requests"),
            ("https://h/", .http1, "https://p:1", "it cannot go through an https proxy"),
        ] as [(String, ConnectionOptions.Version, String?, String)]
    )
    func multi(url: String, version: ConnectionOptions.Version, proxy: String?, reason: String) throws {
        let change: (inout ConnectionOptions) -> Void = {
            $0.version = version
            $0.proxy = proxy
        }
        let chosen = try choose(url, change)
        #expect(chosen.name == "multi" && chosen.eventLoop == "epoll")
        let error = #expect(throws: EngineError.self) { try choose(url, engine: .direct, change) }
        #expect(error?.description == "--engine direct: \(reason); use --engine multi" && error?.isUsers == true)
    }

    @Test("tunnels are no obstacle", arguments: [("https://h/", "http://p:1"), ("http://h/", "socks5://p:1")])
    func tunnel(url: String, proxy: String) throws {
        #expect(try choose(url) { $0.proxy = proxy }.name == "direct")
    }

    @Test("what only the direct engine does is refused where another one is used")
    func onlyDirect() throws {
        let proxied = #expect(throws: EngineError.self) {
            try choose("http://h/") {
                $0.streams = 2
                $0.proxy = "http://p:1"
            }
        }
        #expect(
            proxied?.description
                == "--pipeline needs the direct engine: it cannot send through a proxy that forwards requests"
        )
        let paced = #expect(throws: EngineError.self) { try choose("http://h/", engine: .multi) { $0.connectRate = 9 } }
        #expect(paced?.description == "--connect-rate needs the direct engine; remove --engine multi")
        let ring = #expect(throws: EngineError.self) { try choose("http://h/", loop: .uring) { $0.version = .http2 } }
        #expect(ring?.description == "--event-loop uring needs the direct engine: it does not speak HTTP/2")
        #expect(try choose("http://h/") { $0.streams = 2 }.name == "direct")
    }

    @Test("--engine multi and --event-loop epoll are obeyed")
    func obeyed() throws {
        #expect(try choose("http://h/", engine: .multi).name == "multi")
        #expect(try choose("http://h/", loop: .epoll).eventLoop == "epoll")
    }
}
