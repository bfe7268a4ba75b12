import Foundation
import JSON
import TestSupport
import Testing

@Suite("The iris-server program")
struct IrisServerCommandTests {
    private static let flower = #"{"sepal_length":6,"sepal_width":3,"petal_length":4,"petal_width":1}"#

    /// Calls `use` with a started server and the URL it says it listens on.
    private func withServer(
        _ arguments: [String],
        _ use: (RunningCommand, _ url: String, _ port: UInt16) throws -> Void
    ) throws {
        try withServer(Command(try builtProduct("iris-server"), ["--port", "0"] + arguments), use)
    }

    private func withServer(
        _ command: Command,
        _ use: (RunningCommand, _ url: String, _ port: UInt16) throws -> Void
    ) throws {
        try command.whileRunning { server in
            let line = try server.waitForLine()
            try #require(line.hasPrefix("listening on "))
            let url = String(line.dropFirst("listening on ".count))
            try use(server, url, try #require(UInt16(url.split(separator: ":").last ?? "")))
        }
    }

    /// A client whose prediction a server with one thread has read, but perhaps not answered.
    private func sendPrediction(_ port: UInt16) throws -> RawHTTPClient {
        let client = try RawHTTPClient(port: port)
        try client.sendRequest("POST", "/predict", body: Self.flower.utf8)
        // The thread reads what is there before it waits for more, so by the second answer it has read the first request.
        let other = try RawHTTPClient(port: port)
        for _ in 0..<2 { _ = try other.exchange("GET", "/health") }
        return client
    }

    private func run(_ arguments: [String]) throws -> Command.Result {
        try Command(try builtProduct("iris-server"), arguments).run()
    }

    @Test("Says where it listens, and ends with 0 at a signal", arguments: [SIGTERM, SIGINT])
    func readyLine(signal: Int32) throws {
        try withServer([]) { server, url, port in
            #expect(url == "http://127.0.0.1:\(port)")
            let answer = try RawHTTPClient(port: port).exchange("POST", "/predict", body: Self.flower.utf8)
            #expect(answer.status == 200)
            server.send(signal)
            let result = try server.waitForExit()
            #expect(result.exitCode == 0, "\(result)")
            #expect(result.standardOutput == "listening on \(url)\n")
            #expect(result.standardError == "")
        }
    }

    @Test("Runs from any folder, without files of the package beside it")
    func standsAlone() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path("server")
        let program = try builtProduct("iris-server")
        let command = Command("/bin/sh", ["-c", "cp '\(program)' '\(copy)' && cd / && exec '\(copy)' --port 0"])
        try withServer(command) { _, _, port in
            let answer = try RawHTTPClient(port: port).exchange("POST", "/predict", body: Self.flower.utf8)
            #expect(answer.status == 200)
        }
    }

    @Test("Lets running requests end at SIGTERM, and writes its truth to a file")
    func truthFile() throws {
        let folder = try TemporaryFolder()
        let arguments = ["--truth", folder.path("truth.json"), "--delay", "300ms", "--threads", "1"]
        try withServer(arguments) { server, _, port in
            let client = try sendPrediction(port)
            server.send(SIGTERM)
            #expect(try client.readResponse().status == 200)
            #expect(try server.waitForExit().exitCode == 0)
            let text = try String(contentsOfFile: folder.path("truth.json"), encoding: .utf8)
            let truth = try JSONDocument(parsing: text).root
            #expect(truth.look(up: try JSONPath(#"paths["/predict"].statuses["200"]"#))?.integer == 1)
            #expect(truth.look(up: try JSONPath(#"paths["/predict"].latency.count"#))?.integer == 1)
        }
    }

    @Test("Writes when requests were read and answered")
    func log() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("times.log")
        try withServer(["--log", file, "--delay", "20ms"]) { server, _, port in
            for _ in 0..<3 { _ = try sendPrediction(port).readResponse() }
            server.send(SIGTERM)
            #expect(try server.waitForExit().exitCode == 0)
        }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        // The others ask what the server has counted.
        let times = try lines.filter { $0.hasPrefix("/predict ") }.map { line in
            let words = line.split(separator: " ")
            #expect(words.count == 3)
            return (read: try #require(UInt64(words[1])), answered: try #require(UInt64(words[2])))
        }
        #expect(times.count == 3)
        #expect(times.allSatisfy { $0.answered - $0.read >= 20_000_000 })
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.read + 20_000_000 <= $1.read })
    }

    @Test("A second signal ends it at once")
    func secondSignal() throws {
        try withServer(["--delay", "1h", "--threads", "1"]) { server, _, port in
            let client = try sendPrediction(port)
            // A signal that comes before the first is taken is lost, so the second is sent until it works.
            var result: Command.Result?
            try waitUntil("the server ends") {
                server.send(SIGTERM)
                result = try? server.waitForExit(seconds: 0.05)
                return result != nil
            }
            #expect(result?.exitCode == -SIGTERM)
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test("Listens on IPv6")
    func ipv6() throws {
        try withServer(["--host", "::1"]) { _, url, port in
            #expect(url == "http://[::1]:\(port)")
            let answer = try RawHTTPClient(host: "::1", port: port).exchange("GET", "/health")
            #expect(answer.status == 200)
        }
    }

    @Test("Shares its port only where both want it")
    func sharedPort() throws {
        try withServer(["--reuse-port"]) { _, _, port in
            let refused = try run(["--port", "\(port)"])
            #expect(refused.exitCode == 1)
            #expect(refused.standardOutput == "")
            #expect(
                refused.standardError == """
                    iris-server: port \(port) of 127.0.0.1 is in use by another process; choose another port, or 0 for a free one\n
                    """
            )
            try withServer(Command(try builtProduct("iris-server"), ["--port", "\(port)", "--reuse-port"])) {
                _,
                _,
                other in
                #expect(other == port)
            }
        }
    }

    @Test("Serves more connections than its first descriptor limit allows")
    func descriptorLimit() throws {
        let program = try builtProduct("iris-server")
        let command = Command("/bin/sh", ["-c", "ulimit -S -n 40 && exec '\(program)' --port 0"])
        try withServer(command) { _, _, port in
            let clients = try (0..<100).map { _ in try RawHTTPClient(port: port) }
            for client in clients { #expect(try client.exchange("GET", "/health").status == 200) }
        }
    }

    @Test("Speaks TLS with a certificate of its own")
    func tls() throws {
        let folder = try TemporaryFolder()
        let made = try Command(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", folder.path("key.pem"), "-out", folder.path("cert.pem"),
            ]
        ).run()
        try #require(made.exitCode == 0, "\(made)")
        try withServer(["--tls-cert", folder.path("cert.pem"), "--tls-key", folder.path("key.pem")]) { server, url, _ in
            #expect(url.hasPrefix("https://127.0.0.1:"))
            let curl = [
                "-sS", "--cacert", folder.path("cert.pem"), "-d", Self.flower, "-H", "Content-Type: application/json",
            ]
            let answer = try Command("curl", curl + ["\(url)/predict", "\(url)/predict"]).run()
            #expect(answer.exitCode == 0, "\(answer)")
            #expect(answer.standardOutput.hasPrefix(#"{"species":"versicolor","probability":0."#))
            server.send(SIGTERM)
            #expect(try server.waitForExit().exitCode == 0)
        }
    }

    @Test("Serves wrk without one error")
    func wrk() throws {
        let folder = try TemporaryFolder()
        let script = """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = '\(Self.flower)'
            """
        try script.write(toFile: folder.path("post.lua"), atomically: true, encoding: .utf8)
        try withServer(["--threads", "2"]) { _, url, _ in
            let report = try Command(
                "wrk",
                ["-t2", "-c50", "-d1s", "-s", folder.path("post.lua"), "\(url)/predict"]
            ).run()
            #expect(report.exitCode == 0)
            #expect(report.standardOutput.contains("requests in"))
            #expect(!report.standardOutput.contains("Socket errors"), "\(report)")
            #expect(!report.standardOutput.contains("Non-2xx"), "\(report)")
        }
    }

    @Test("Serves curl over one connection, also with a body it asks about first")
    func curl() throws {
        try withServer([]) { _, url, port in
            let padded = Self.flower + String(repeating: " ", count: 100_000)
            let answer = try Command(
                "curl",
                ["-sS", "-w", "%{num_connects}\n", "--data-binary", "@-", "\(url)/predict", "\(url)/predict"],
                input: padded
            ).run()
            #expect(answer.exitCode == 0, "\(answer)")
            #expect(answer.standardError == "")
            let truth = try RawHTTPClient(port: port).exchange("GET", "/truth").text
            #expect(try JSONDocument(parsing: truth).root["connections"]?.integer == 2)
        }
    }

    @Test("Explains itself and ends with 0", arguments: ["--help", "-h", "--version"])
    func help(option: String) throws {
        let result = try run([option])
        #expect(result.exitCode == 0)
        #expect(result.standardError == "")
        #expect(
            result.standardOutput.hasPrefix(option == "--version" ? "iris-server " : "Usage: iris-server [options]\n")
        )
    }

    @Test(
        "Refuses a wrong command line with one sentence and 64",
        arguments: [
            (["--port", "65536"], "--port must be a number from 0 to 65535, not '65536'"),
            (["--threads", "0"], "--threads must be a number from 1 to 1024, not '0'"),
            (["--host", ""], "--host must be a name or an address, not ''"),
            (
                ["--delay", "5"],
                "--delay must be like 5ms, uniform:5ms:15ms, lognormal:5ms:0.5 or stall:1s/10s, not '5'"
            ),
            (["--busy", "soon"], "--busy must be a time like 5ms, not 'soon'"),
            (["--fail-rate", "1.1"], "--fail-rate must be a share from 0 to 1, not '1.1'"),
            (["--close-rate", "nan"], "--close-rate must be a share from 0 to 1, not 'nan'"),
            (["--seed", "-1"], "--seed must be a whole number from 0, not '-1'"),
            (["--tls-key", "x"], "--tls-cert and --tls-key must be given together"),
            (["8000"], "'8000' is not an option; iris-server takes no other words"),
        ]
    )
    func usage(arguments: [String], message: String) throws {
        let result = try run(arguments)
        #expect(result.exitCode == 64)
        #expect(result.standardOutput == "")
        #expect(result.standardError == "iris-server: \(message)\n")
    }

    @Test("Refuses unknown and incomplete options with one line and 64", arguments: ["--nothing", "-x", "--port"])
    func unknown(option: String) throws {
        let result = try run([option])
        #expect(result.exitCode == 64)
        #expect(result.standardError.split(separator: "\n").count == 1)
    }

    @Test(
        "Says in one sentence why it cannot start",
        arguments: [
            (["--host", "192.0.2.1"], "cannot listen on port 0 of 192.0.2.1: Cannot assign requested address"),
            (["--tls-cert", "/no/file", "--tls-key", "/no/file"], "cannot read '/no/file': No such file or directory"),
            (
                ["--tls-cert", "/etc/hostname", "--tls-key", "/etc/hostname"],
                "'/etc/hostname' and '/etc/hostname' are not a PEM certificate and its key"
            ),
        ]
    )
    func cannotStart(arguments: [String], message: String) throws {
        let result = try run(["--port", "0"] + arguments)
        #expect(result.exitCode == 1)
        #expect(result.standardOutput == "")
        #expect(result.standardError == "iris-server: \(message)\n")
    }

    @Test("Says so when the truth cannot be written")
    func unwritableTruth() throws {
        try withServer(["--truth", "/no/folder/truth.json"]) { server, _, _ in
            server.send(SIGTERM)
            let result = try server.waitForExit()
            #expect(result.exitCode == 1)
            #expect(
                result.standardError == "iris-server: cannot write '/no/folder/truth.json': No such file or directory\n"
            )
        }
    }
}
