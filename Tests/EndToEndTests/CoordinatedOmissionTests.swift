import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// Response latencies of a server that stalls, beside what its record and the schedule say they were.
///
/// `SQUALL_QUIET_MACHINE=1` runs for a minute and holds squall to its promise for a machine that has nothing else to do;
/// without it the run is short, and the upper bound wide.
@Suite(.serialized, .timeLimit(.minutes(20))) struct CoordinatedOmissionTests {
    private static let isQuiet = ProcessInfo.processInfo.environment["SQUALL_QUIET_MACHINE"] == "1"

    private static let stall = isQuiet ? "stall:1s/20s" : "stall:300ms/2s"
    private static let seconds = isQuiet ? 60 : 5
    private static let rate = 1000

    @Test("under a rate, percentiles of response are those of the server's record and the schedule", arguments: [1, 2])
    func response(threads: Int) throws {
        let folder = try TemporaryFolder()
        let log = folder.path("times.log")
        let server = ["--port", "0", "--delay", "10ms", "--delay", CoordinatedOmissionTests.stall, "--log", log]
        let (rate, seconds) = (CoordinatedOmissionTests.rate, CoordinatedOmissionTests.seconds)
        let result = try Command(try builtProduct("iris-server"), server).whileRunning { running in
            let line = try running.waitForLine()
            let url = try #require(line.split(separator: " ").last)
            let run = try squall(
                [
                    "-R\(rate)", "-d\(seconds)s", "-t\(threads)", "-c100", "--drain", "10s", "-T", "10s", "--json", "-",
                    "-s", predictSpec, String(url),
                ],
                seconds: 120
            )
            #expect(run.exitCode == 0, "\(run)")
            running.send(SIGTERM)
            _ = try running.waitForExit(seconds: 20)
            return try JSONReport.decode(Data(run.standardOutput.utf8))
        }
        let target = result.targets[0]
        #expect(target.counts.ok + target.counts.unsent == rate * seconds, "\(target.counts)")
        if CoordinatedOmissionTests.isQuiet { #expect(target.counts.unsent == 0) }

        let truth = try responses(log)
        #expect(truth.count == target.counts.ok)
        let ours = try target.response.histogram.makeHistogram()
        let service = try target.service.histogram.makeHistogram()
        for percent in [50, 90, 99, 99.9] {
            let theirs = truth[Int((percent / 100 * Double(truth.count)).rounded(.up)) - 1]
            let measured = Double(ours.percentile(percent)) / 1e6
            // A busy server writes its record later than it answers.
            let bound = CoordinatedOmissionTests.isQuiet ? max(0.02 * theirs, 0.3) : max(0.05 * theirs, 1)
            print("p\(percent), \(threads) threads: response \(measured), the record and the schedule \(theirs) ms")
            #expect(measured > theirs - bound)
            #expect(measured < theirs + (CoordinatedOmissionTests.isQuiet ? bound : bound + 30))
        }
        // What a closed loop would call latency does not know of the requests that were held back.
        #expect(ours.percentile(99) > 2 * service.percentile(90))
    }

    /// The response times in milliseconds, in rising order: from when each request was due to its answer.
    private func responses(_ log: String) throws -> [Double] {
        let times = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return (read: try #require(Double(words[1])) / 1e6, answered: try #require(Double(words[2])) / 1e6)
        }
        // Request k was due k intervals after the start, and read soon after that where nothing stood in its way.
        let interval = 1000 / Double(CoordinatedOmissionTests.rate)
        let start = times.enumerated().map { $1.read - Double($0) * interval }.min() ?? 0
        return times.enumerated().map { $1.answered - start - Double($0) * interval }.sorted()
    }
}
