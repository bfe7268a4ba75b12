import Foundation
import Statistics
import TestSupport
import Testing

/// HTTP/2 to a server that others wrote.
@Suite(.timeLimit(.minutes(20))) struct HTTP2Tests {
    /// A run of HTTP/2, and what nginx saw of it.
    private func run(
        isTLS: Bool = true,
        connections: Int = 4,
        streams: Int,
        requests: Int,
        server: String = "",
        options: [String] = []
    ) throws -> (target: RunResult.Target, log: [NginxServer.Entry]) {
        let nginx = try NginxServer(.made()) { port in
            """
            listen 127.0.0.1:\(port) http2 backlog=1024 \(isTLS ? "ssl" : ""); \(server)
            location / { return 200 hello; }
            """
        }
        let url = "\(isTLS ? "https" : "http")://127.0.0.1:\(nginx.port)/"
        let counts = ["-c\(connections)", "-t2", "-n\(requests)", "-m\(streams)"]
        let run = try SquallRun(["--http2", "-k"] + counts + options + [url])
        return (try run.target, try nginx.stop())
    }

    @Test(
        "each request is one stream on one of exactly -c connections, and each connection has its share",
        arguments: [true, false],
        [1, 10]
    )
    func spread(isTLS: Bool, streams: Int) throws {
        let (target, log) = try run(isTLS: isTLS, streams: streams, requests: 2000)
        #expect(target.counts.ok == 2000 && target.errors.isEmpty && target.connectionsOpened == 4)
        #expect(target.tls.count == (isTLS ? 4 : 0))
        #expect(log.count == 2000 && log.allSatisfy { $0.version == "HTTP/2.0" && $0.status == 200 })
        let connections = Dictionary(grouping: log, by: \.connection).values.map(\.count)
        // Each worker has 1000 of them for its two connections.
        #expect(connections.count == 4 && connections.allSatisfy { $0 >= 200 }, "\(connections)")
    }

    @Test("a server that allows fewer streams than -m gets the others one after the other", arguments: [true, false])
    func fewerStreams(isTLS: Bool) throws {
        let (target, log) = try run(
            isTLS: isTLS,
            streams: 10,
            requests: 1000,
            server: "http2_max_concurrent_streams 2;"
        )
        #expect(target.counts.addUp && log.count == target.counts.ok)
        if isTLS {
            // libcurl may start all streams of a connection before it has read how many the server takes.
            #expect(target.counts.ok + target.counts.reset == 1000 && target.counts.ok > 800, "\(target.counts)")
        } else {
            #expect(target.counts.ok == 1000 && target.errors.isEmpty && target.connectionsOpened == 4)
        }
    }

    @Test("a server that says goodbye in mid-run loses no count of any request", arguments: [true, false], [1, 10])
    func goodbye(isTLS: Bool, streams: Int) throws {
        let (target, log) = try run(isTLS: isTLS, streams: streams, requests: 500, server: "keepalive_requests 20;")
        #expect(target.counts.addUp && target.counts.sent == 500, "\(target.counts)")
        #expect(target.counts.ok + target.counts.reset == 500 && target.counts.protocolErrors == 0, "\(target.errors)")
        #expect(log.count >= target.counts.ok && log.allSatisfy { $0.ordinal <= 20 })
        // Streams that came after the goodbye are lost; one at a time, none comes after it.
        #expect(target.counts.ok >= (streams == 1 ? 500 : 300), "\(target.counts)")
        #expect(target.connectionsOpened >= Set(log.map(\.connection)).count)
    }

    @Test("a server without HTTP/2 is a sentence and exit code 1", arguments: [true, false])
    func onlyHTTP1(isTLS: Bool) throws {
        let nginx = try NginxServer(.made()) { port in
            "listen 127.0.0.1:\(port) \(isTLS ? "ssl" : ""); location / { return 200 hello; }"
        }
        let url = "\(isTLS ? "https" : "http")://127.0.0.1:\(nginx.port)/"
        let run = try SquallRun("--http2", "-k", "-c2", "-m3", "-n20", url)
        let target = try run.target
        #expect(run.exitCode == 1)
        #expect(target.counts.addUp && target.counts.completed == 0 && target.counts.protocolErrors > 0)
        #expect(run.text.contains("squall: no request succeeded: the server does not speak HTTP/2"), "\(run)")
    }

    @Test("a timeout ends its stream, not the connection of the others", arguments: [true, false])
    func timeouts(isTLS: Bool) throws {
        let stalling = try MisbehavingServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let folder = try TemporaryFolder()
        try "{version: 1, requests: [{get: /quick, weight: 9}, {get: /stall}]}".write(
            toFile: folder.path("mix.yaml"),
            atomically: true,
            encoding: .utf8
        )
        let (target, log) = try run(
            isTLS: isTLS,
            connections: 2,
            streams: 5,
            requests: 100,
            server: "location /stall { proxy_pass http://127.0.0.1:\(stalling.port); }",
            options: ["--timeout", "200ms", "-s", folder.path("mix.yaml")]
        )
        #expect(target.counts.addUp && target.counts.ok + target.counts.timedOut == 100, "\(target.counts)")
        #expect(target.counts.timedOut > 0 && target.counts.ok > 0)
        #expect(target.connectionsOpened == 2 && Set(log.map(\.connection)).count == 2)
    }

    @Test("a server that takes connections and says nothing is one timeout after the other, not a standstill")
    func silence() throws {
        let silent = try MisbehavingServer { $0.waitForClose() }
        let url = "http://127.0.0.1:\(silent.port)/"
        let run = try SquallRun("--http2", "-t1", "-c1", "-m3", "--timeout", "50ms", "-n6", url)
        #expect(try run.target.counts.timedOut == 6 && run.target.counts.addUp, "\(run)")
        #expect(try run.target.errors.map(\.message) == ["no answer within the timeout"])
    }

    @Test("HTTP/3, which this libcurl does not have, is a sentence and exit code 1")
    func http3() throws {
        let run = try SquallRun("--http3", "http://127.0.0.1:9/")
        #expect(run.exitCode == 1 && run.result == nil)
        #expect(run.text.hasPrefix("squall: --http3: libcurl "))
        #expect(run.text.hasSuffix(" of this system was built without HTTP/3; use --http2\n"))
    }
}
