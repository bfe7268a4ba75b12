import Foundation
import Statistics
import TestSupport
import Testing

/// Which servers are trusted, and what that costs.
@Suite(.timeLimit(.minutes(20))) struct TrustTests {
    private let certificates: Certificates

    init() throws {
        certificates = try Certificates.made()
    }

    private func server(_ lines: String = "") throws -> NginxServer {
        try NginxServer(certificates) { port in
            "listen 127.0.0.1:\(port) ssl backlog=1024; \(lines) location / { return 200 hello; }"
        }
    }

    private func isSentence(_ run: SquallRun, _ start: String, _ end: String, exitCode: Int32 = 1) -> Bool {
        run.exitCode == exitCode && run.result == nil && run.text.hasPrefix(start) && run.text.hasSuffix("\(end)\n")
            && run.text.split(separator: "\n").count == 1
    }

    @Test(
        "a certificate of nobody we know is refused at once with a sentence that names -k",
        arguments: [true, false]
    )
    func unknown(isSelfSigned: Bool) throws {
        let own = "ssl_certificate \(certificates.selfSigned); ssl_certificate_key \(certificates.selfSignedKey);"
        let nginx = try server(isSelfSigned ? own : "")
        // A minute of measuring would outlast the command's own deadline.
        let run = try SquallRun("-d", "60s", "https://127.0.0.1:\(nginx.port)/")
        #expect(
            isSentence(
                run,
                "unable to connect to 127.0.0.1:\(nginx.port) SSL certificate problem: ",
                " certificate (use -k to accept any certificate, or --cacert FILE to trust its issuer)"
            ),
            "\(run)"
        )
    }

    @Test("a certificate is accepted with -k, or with --cacert for all its names", arguments: EngineUnderTest.all)
    func accepted(engine: EngineUnderTest) throws {
        let nginx = try server()
        for (host, options) in [
            ("127.0.0.1", ["-k"]),
            ("127.0.0.1", ["--cacert", certificates.authority]),
            ("localhost", ["--cacert", certificates.authority]),
            ("other.test", ["-k", "--connect-to", "::127.0.0.1:"]),
        ] {
            let run = try SquallRun(engine.options + options + ["-n", "20", "https://\(host):\(nginx.port)/"])
            #expect(try run.exitCode == 0 && run.target.counts.ok == 20, "\(run)")
            #expect(try run.target.tls.count == 10 && run.target.tls.min > 0)
        }
    }

    @Test("a trusted server that is not the one of the URL is refused, and --cacert is not advised")
    func wrongName() throws {
        let nginx = try server()
        let run = try SquallRun(
            "--cacert",
            certificates.authority,
            "--connect-to",
            "::127.0.0.1:",
            "https://other.test:\(nginx.port)/"
        )
        #expect(
            isSentence(
                run,
                "unable to connect to other.test:\(nginx.port) SSL: ",
                "certificate subject name matches target host name 'other.test' (use -k to accept any certificate)"
            ),
            "\(run)"
        )
    }

    @Test("a file of trusted certificates without any is named")
    func noAuthority() throws {
        let nginx = try server()
        let run = try SquallRun("--cacert", certificates.serverKey, "https://127.0.0.1:\(nginx.port)/")
        let start = "squall: --cacert \(certificates.serverKey): no certificate can be read from it"
        #expect(isSentence(run, start, "(-----BEGIN CERTIFICATE-----)", exitCode: 64), "\(run)")
    }

    @Test(
        "a server that demands a client certificate serves who has one, and nobody else",
        arguments: EngineUnderTest.all
    )
    func clientCertificate(engine: EngineUnderTest) throws {
        let nginx = try server("ssl_client_certificate \(certificates.authority); ssl_verify_client on;")
        let url = "https://127.0.0.1:\(nginx.port)/"
        let with = try SquallRun(
            engine,
            "-k",
            "--cert",
            certificates.client,
            "--key",
            certificates.clientKey,
            "-n",
            "20",
            url
        )
        #expect(try with.exitCode == 0 && with.target.counts.ok == 20, "\(with)")
        let without = try SquallRun(engine, "-k", "-n", "20", url)
        #expect(without.exitCode == 1)
        #expect(try without.target.counts.status == ["400": 20], "\(without)")
        #expect(without.text.contains("squall: no request succeeded: 20 of 20 answers had status 400\n"))
    }

    @Test(
        "trusted certificates are read once for all connections, and not at all with -k",
        arguments: EngineUnderTest.all
    )
    func readOnce(engine: EngineUnderTest) throws {
        let nginx = try server()
        let authority = Array(try Data(contentsOf: URL(fileURLWithPath: certificates.authority)))
        for (options, times) in [([], 1), (["-k"], 0)] {
            let file = try CountedFile(authority)
            let options = engine.options + options + ["--cacert", file.path, "-t1", "-c50", "-n50"]
            let run = try SquallRun(options + ["https://127.0.0.1:\(nginx.port)/"])
            #expect(try run.exitCode == 0 && run.target.connectionsOpened == 50, "\(run)")
            #expect(file.stop() == times)
        }
    }
}
