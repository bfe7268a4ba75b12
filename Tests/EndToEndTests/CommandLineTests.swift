import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct CommandLineTests {
    @Test("--help and -h print the usage and end with 0", arguments: ["--help", "-h", "--hel"])
    func help(flag: String) throws {
        let result = try squall([flag])
        #expect(result.exitCode == 0 && result.standardError == "")
        try expectGolden(result.standardOutput, "help.txt")
    }

    @Test("--version prints one line and ends with 0, whatever else is there")
    func version() throws {
        let result = try squall(["-v", "-c", "nonsense"])
        #expect(result.exitCode == 0 && result.standardError == "")
        #expect(result.standardOutput.hasPrefix("squall 0.1.0 [direct, multi] (libcurl "))
        #expect(result.standardOutput.split(separator: "\n").count == 1)
    }

    @Test("no argument at all prints the usage and ends with 64")
    func nothing() throws {
        let result = try squall([])
        #expect(result.exitCode == 64)
        try expectGolden(result.standardOutput, "help.txt")
    }

    @Test(
        "a wrong command line is one sentence on standard error and 64",
        arguments: [
            (["-c1", "http://127.0.0.1/"], "squall: number of connections must be >= threads"),
            (["example.com"], "squall: invalid URL: example.com"),
            (["--frob", "http://127.0.0.1/"], "squall: unrecognized option '--frob'"),
            (["-z", "http://127.0.0.1/"], "squall: invalid option -- 'z'"),
            (["-c"], "squall: option requires an argument -- 'c'"),
            (["-d5"], "squall: no URL given"),
            (["--json", "/no/such/folder/x", "http://127.0.0.1/"], "squall: --json /no/such/folder/x: No such file"),
        ]
    )
    func mistakes(arguments: [String], sentence: String) throws {
        let result = try squall(arguments)
        #expect(result.exitCode == 64 && result.standardOutput == "")
        #expect(result.standardError.hasPrefix(sentence))
    }

    @Test("--check-spec says that a file is right, or where it is wrong")
    func checkSpec() throws {
        let good = try squall(["--check-spec", predictSpec])
        #expect(good.exitCode == 0 && good.standardOutput == "\(predictSpec): 1 request, no mistake found\n")
        let folder = try TemporaryFolder()
        let file = folder.path("wrong.yaml")
        try "version: 1\nrequests:\n  - gett: /\n".write(toFile: file, atomically: true, encoding: .utf8)
        let bad = try squall(["--check-spec", file])
        #expect(bad.exitCode == 64)
        #expect(bad.standardError.hasPrefix("squall: \(file):3:5: "))
        #expect(bad.standardError.contains("'get'"))
    }

    @Test("a server that refuses is wrk's sentence, and 1, at once")
    func refused() throws {
        let server = try MisbehavingServer { _ in }
        server.die()
        let result = try squall(["-d60", "http://127.0.0.1:\(server.port)/"], seconds: 10)
        #expect(result.exitCode == 1 && result.standardOutput == "")
        #expect(result.standardError == "unable to connect to 127.0.0.1:\(server.port) Connection refused\n")
    }

    @Test("a name that does not exist is wrk's sentence, and 1")
    func unresolved() throws {
        let result = try squall(["http://no-such-host.invalid/"])
        #expect(result.exitCode == 1)
        #expect(result.standardError.hasPrefix("unable to resolve no-such-host.invalid:http "))
    }

    @Test("a run in which nothing succeeded says why and ends with 1")
    func nothingSucceeded() throws {
        try IrisProcess.run { server in
            let result = try squall(["-d300ms", server.url + "/no/such/path"])
            #expect(result.exitCode == 1)
            #expect(result.standardOutput.contains("  Non-2xx or 3xx responses: "))
            #expect(result.complaints.hasPrefix("squall: no request succeeded: "))
            #expect(result.standardError.hasSuffix(" answers had status 404\n"))
        }
    }

    @Test("failed checks have their line and are named")
    func failedChecks() throws {
        let folder = try TemporaryFolder()
        let spec = folder.path("spec.yaml")
        try """
        version: 1
        order: sequential
        requests:
          - name: good
            get: /health
          - name: bad
            get: /health
            check:
              json: { $.status: { equals: sick } }
        """.write(toFile: spec, atomically: true, encoding: .utf8)
        try IrisProcess.run { server in
            let result = try squall(["-t1", "-n100", "-s", spec, server.url])
            #expect(result.exitCode == 0)
            #expect(result.standardOutput.contains("\n  Failed checks: 50\nRequests/sec:"))
            #expect(result.complaints == "note: 50 × failed check: bad: $.status equals\n")
            #expect(result.standardOutput.contains("\n  good            50         0 "))
            #expect(result.standardOutput.contains("\n  bad             50        50 "))
        }
    }
}
