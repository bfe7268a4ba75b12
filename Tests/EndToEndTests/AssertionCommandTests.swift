import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// `--assert` on real runs.
@Suite(.timeLimit(.minutes(20))) struct AssertionCommandTests {
    private func run(_ assertions: String, server options: [String] = []) throws -> (Command.Result, RunResult) {
        let folder = try TemporaryFolder()
        let file = folder.path("result.json")
        let ended = try IrisProcess.run(options) {
            try squall(["-n200", "-c4", "--assert", assertions, "--json", file, "-s", predictSpec, $0.url])
        }
        return (ended, try JSONReport.decode(Data(contentsOf: URL(fileURLWithPath: file))))
    }

    @Test("assertions that hold end with 0")
    func holds() throws {
        let (ended, result) = try run("p90<60s, errors==0, requests==200, status.2xx==200")
        #expect(ended.exitCode == 0 && result.exitCode == 0, "\(ended)")
        #expect(result.assertions.map(\.verdict) == [.holds, .holds, .holds, .holds])
        #expect(ended.standardOutput.contains("\n  Assertions\n    p90<60s          holds        p90 "), "\(ended)")
        #expect(ended.standardOutput.contains("\n    requests==200    holds        requests 200\n"))
    }

    @Test("one that is broken ends with 99, whatever the others are")
    func broken() throws {
        let (ended, result) = try run("p90<60s, errors<10%, p99.99<1s", server: ["--fail-rate", "0.5"])
        #expect(ended.exitCode == 99 && result.exitCode == 99, "\(ended)")
        #expect(result.assertions.map(\.verdict) == [.holds, .broken, .unsupported])
        #expect(ended.standardOutput.contains("    errors<10%  BROKEN       errors "), "\(ended)")
    }

    @Test("a percentile that the run is too short for is no pass: 1")
    func unsupported() throws {
        let (ended, result) = try run("p99.9<60s")
        #expect(ended.exitCode == 1 && result.assertions[0].verdict == .unsupported, "\(ended)")
        #expect(ended.standardOutput.contains("    p99.9<60s  UNSUPPORTED  p99.9 needs 10000 requests\n"))
    }
}
