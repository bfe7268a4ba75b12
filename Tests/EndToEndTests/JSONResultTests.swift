import Foundation
import Reports
import Statistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct JSONResultTests {
    @Test("--json - gives JSON alone on standard output and the report on standard error")
    func standardOutput() throws {
        try IrisProcess.run { server in
            let result = try squall(["--json", "-", "-n100", server.url + "/health"])
            let decoded = try JSONReport.decode(Data(result.standardOutput.utf8))
            #expect(decoded.targets[0].counts.completed == 100 && decoded.exitCode == 0)
            #expect(result.standardError.contains("\nRequests/sec: "))
        }
    }

    @Test("--json FILE writes the result whole, and nothing else beside it")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        try IrisProcess.run { server in
            let result = try squall(["--json", file, "-d1.2s", "-s", predictSpec, server.url])
            #expect(result.exitCode == 0 && result.standardOutput.contains("\nRequests/sec: "))
            let decoded = try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file)))
            let target = decoded.targets[0]
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(".")) == ["result.json"])
            #expect(target.counts.sent == target.counts.completed + target.counts.inFlight)
            #expect(target.requests.map(\.name) == ["POST /predict"])
            #expect(target.requests[0].completed == target.counts.completed)
            #expect(decoded.workers.reduce(0) { $0 + $1.requests } == target.counts.completed)
            #expect(target.intervals.reduce(0) { $0 + $1.requests } == target.counts.completed)
            #expect(target.intervals.map { $0.start.rounded(.down) } == [0, 1])
            #expect(try target.latency.histogram.makeHistogram().count == UInt64(target.counts.completed))
            #expect(target.connect.count == 10 && target.connectionsOpened == 10)
            #expect(decoded.host.generatorCPU > 0)
        }
    }

    @Test("--json follows a link, and writes into a device instead of replacing it")
    func linksAndDevices() throws {
        let folder = try TemporaryFolder()
        let (file, link, pipe) = (folder.path("file"), folder.path("link"), folder.path("pipe"))
        try Data().write(to: URL(fileURLWithPath: file))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try #require(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDWR)
        defer { close(reader) }
        try IrisProcess.run { server in
            for path in [link, pipe] {
                let result = try squall(["--json", path, "-n10", server.url + "/health"])
                #expect(result.exitCode == 0)
            }
        }
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        let written = try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(target == file && written.targets[0].counts.ok == 10)
        var facts = stat()
        #expect(stat(pipe, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO)
    }

    @Test(
        "what cannot be written is said, and 1",
        arguments: [("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor")]
    )
    func unwritable(redirection: String, reason: String) throws {
        try IrisProcess.run { server in
            let line = "exec '\(try builtProduct("squall"))' -n10 \(server.url)/health \(redirection)"
            let result = try Command("/bin/sh", ["-c", line]).run()
            #expect(result.exitCode == 1)
            #expect(result.complaints == "squall: the report cannot be written: \(reason)\n")
        }
    }

    @Test("--wrk-correction keeps the measured latencies beside the back-filled ones")
    func correction() throws {
        try IrisProcess.run(["--delay", "stall:300ms/500ms"]) { server in
            let result = try squall(["--json", "-", "-d1.5s", "--wrk-correction", server.url + "/health"])
            let target = try JSONReport.decode(Data(result.standardOutput.utf8)).targets[0]
            let measured = try #require(target.latencyUncorrected)
            #expect(measured.count == target.counts.completed)
            #expect(target.latency.count > measured.count)
        }
    }
}
