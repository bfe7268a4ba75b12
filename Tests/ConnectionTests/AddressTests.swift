import Foundation
import Statistics
import TestSupport
import Testing

/// Where connections go.
@Suite(.timeLimit(.minutes(20))) struct AddressTests {
    private let server = "location / { return 200 hello; }"

    private func isMeasured(
        _ engine: EngineUnderTest = .multi,
        _ arguments: String...,
        environment: [String: String] = [:]
    ) throws -> Bool {
        let run = try SquallRun(engine.options + ["-c3", "-n30"] + arguments, environment: environment)
        let target = try run.target
        return run.exitCode == 0 && target.counts.ok == 30 && target.errors.isEmpty && target.connectionsOpened == 3
    }

    @Test("--unix-socket goes to the socket, whatever the URL's host", arguments: EngineUnderTest.all)
    func unixSocket(engine: EngineUnderTest) throws {
        let socket = try TemporaryFolder()
        let nginx = try NginxServer { _ in "listen unix:\(socket.path("s")); \(server)" }
        #expect(try isMeasured(engine, "--unix-socket", socket.path("s"), "http://no-such-host.invalid/"))
        #expect(try nginx.stop().count == 30)
        let run = try SquallRun("--unix-socket", socket.path("none"), "http://localhost/")
        let way = "(through the socket \(socket.path("none")))"
        #expect(run.exitCode == 1)
        #expect(run.text == "unable to connect to localhost:http No such file or directory \(way)\n")
    }

    @Test("--connect-to and --resolve lead a name elsewhere", arguments: EngineUnderTest.all)
    func leads(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { port in "listen 127.0.0.1:\(port); \(server)" }
        let port = nginx.port
        #expect(try isMeasured(engine, "--connect-to", "other.test:80:127.0.0.1:\(port)", "http://other.test/"))
        #expect(try isMeasured(engine, "--connect-to", "::127.0.0.1:\(port)", "http://other.test:81/"))
        #expect(try isMeasured(engine, "--resolve", "other.test:\(port):127.0.0.1", "http://other.test:\(port)/"))
        let run = try SquallRun("--resolve", "other.test:1:127.0.0.1", "http://no-such-host.invalid:\(port)/")
        #expect(run.exitCode == 1 && run.text.hasPrefix("unable to resolve no-such-host.invalid:\(port) "))
    }

    @Test(
        "localhost is found where only IPv4 listens, an IPv6 address where it is written in the URL",
        arguments: EngineUnderTest.all
    )
    func families(engine: EngineUnderTest) throws {
        let four = try NginxServer { port in "listen 127.0.0.1:\(port); \(server)" }
        #expect(try isMeasured(engine, "http://localhost:\(four.port)/"))
        #expect(try isMeasured(engine, "-4", "http://localhost:\(four.port)/"))
        let six = try NginxServer { port in "listen [::1]:\(port); \(server)" }
        #expect(try isMeasured(engine, "http://[::1]:\(six.port)/"))
        #expect(try isMeasured(engine, "-6", "http://localhost:\(six.port)/"))
    }

    @Test(
        "an address that the family does not have is a sentence",
        arguments: [
            ("-6", "http://127.0.0.1:9/", "127.0.0.1:9 it has no IPv6 address; remove -6"),
            ("-4", "http://[::1]:9/", "::1:9 it has no IPv4 address; remove -4"),
        ]
    )
    func wrongFamily(option: String, url: String, reason: String) throws {
        let run = try SquallRun(option, url)
        #expect(run.exitCode == 1 && run.text == "unable to connect to \(reason)\n")
    }

    @Test(
        "the connections of each worker are opened and used, also where they do not divide evenly",
        arguments: EngineUnderTest.all
    )
    func share(engine: EngineUnderTest) throws {
        let nginx = try NginxServer { port in "listen 127.0.0.1:\(port); \(server)" }
        let run = try SquallRun(engine, "-c7", "-t3", "-n2100", "http://127.0.0.1:\(nginx.port)/")
        #expect(try run.target.counts.ok == 2100 && run.target.connectionsOpened == 7)
        #expect(run.result?.workers.map(\.connections) == [3, 2, 2])
        let connections = Dictionary(grouping: try nginx.stop(), by: \.connection).values.map(\.count)
        #expect(connections.count == 7 && connections.allSatisfy { $0 >= 20 }, "\(connections)")
    }

    // MARK: - Proxies

    /// tinyproxy on a free port, for `use`.
    private func withProxy(_ use: (UInt16) throws -> Void) throws {
        let port = try ReservedPort()
        let folder = try TemporaryFolder()
        let text = "Port \(port.number)\nListen 127.0.0.1\nMaxClients 100\nTimeout 60\nLogLevel Error\n"
        try text.write(toFile: folder.path("conf"), atomically: true, encoding: .utf8)
        try Command("tinyproxy", ["-d", "-c", folder.path("conf")]).whileRunning { _ in
            try waitUntil("tinyproxy listens", seconds: 20) { (try? RawHTTPClient(port: port.number)) != nil }
            try use(port.number)
        }
    }

    @Test("-x goes through a proxy: http in requests to it, https in a tunnel", arguments: EngineUnderTest.all)
    func proxy(engine: EngineUnderTest) throws {
        let plain = try NginxServer { port in "listen 127.0.0.1:\(port); \(server)" }
        let secure = try NginxServer(.made()) { port in "listen 127.0.0.1:\(port) ssl; \(server)" }
        try withProxy { port in
            let proxy = "http://127.0.0.1:\(port)"
            let run = try SquallRun("-x", proxy, "-c3", "-n30", "http://127.0.0.1:\(plain.port)/")
            // tinyproxy closes each connection after its answer and does not say so: requests may be lost with it.
            let counts = try run.target.counts
            #expect(counts.ok + counts.reset == 30 && counts.ok >= 15 && counts.addUp, "\(run)")
            let authority = try Certificates.made().authority
            let url = "https://127.0.0.1:\(secure.port)/"
            #expect(try isMeasured(engine, "-x", proxy, "--cacert", authority, url))
            let refused = try SquallRun("-x", proxy, url)
            #expect(refused.exitCode == 1 && refused.text.contains("use -k"))
        }
        #expect(try plain.stop().count >= 15)
        #expect(Set(try secure.stop().map(\.connection)).count == 3)
    }

    @Test("a proxy that is not there is told from the target")
    func noProxy() throws {
        let port = try ReservedPort()
        let run = try SquallRun("-x", "http://127.0.0.1:\(port.number)", "http://localhost/")
        #expect(run.exitCode == 1)
        #expect(run.text == "unable to connect to localhost:http Connection refused (through the proxy of -x)\n")
    }

    @Test(
        "what is no proxy is named, without the password that its URL may hold",
        arguments: ["a:secret@::::", "gopher://secret@h"]
    )
    func wrongProxy(proxy: String) throws {
        let run = try SquallRun("-x", proxy, "http://localhost/")
        let reason = "this is not the URL of a proxy that libcurl knows; write [SCHEME://]HOST:PORT"
        #expect(run.exitCode == 64 && run.text == "squall: --proxy: \(reason)\n", "\(run)")
    }

    @Test("a proxy whose name is unknown is told from the target")
    func unknownProxy() throws {
        let run = try SquallRun("-x", "http://proxy.invalid:3128", "http://localhost/")
        #expect(run.exitCode == 1)
        let start = "unable to connect to localhost:http Could not resolve proxy: proxy.invalid"
        #expect(run.text == "\(start) (through the proxy of -x)\n")
    }

    @Test("proxies of the environment are ignored")
    func environment() throws {
        let nginx = try NginxServer { port in "listen 127.0.0.1:\(port); \(server)" }
        let port = try ReservedPort()
        let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "http://127.0.0.1:\(port.number)") })
        #expect(try isMeasured(.multi, "http://127.0.0.1:\(nginx.port)/", environment: environment))
    }
}
