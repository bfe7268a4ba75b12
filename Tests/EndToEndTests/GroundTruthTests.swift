import Foundation
import JSON
import Reports
import Statistics
import TestSupport
import Testing

/// What squall measures beside what the server knows.
///
/// `SQUALL_QUIET_MACHINE=1` holds squall to its promise for a machine that has nothing else to do; without it the upper
/// bounds are wide, because a test must pass on a busy machine too. The lower ones always hold.
@Suite(.serialized, .timeLimit(.minutes(20))) struct GroundTruthTests {
    private static let isQuiet = ProcessInfo.processInfo.environment["SQUALL_QUIET_MACHINE"] == "1"
    /// A sanitizer makes squall several times slower.
    private static let isSanitized = ProcessInfo.processInfo.environment["SQUALL_SANITIZER"] != nil
    /// The most that squall's percentiles may be above the server's, in milliseconds.
    private static let most = isQuiet ? 0.6 : isSanitized ? 1000 : 15

    /// Differences of percentiles, squall's minus the server's, in milliseconds: the median of five runs.
    private func differences(delay: String, connections: Int, percentiles: [Double]) throws -> [Double] {
        var runs: [[Double]] = []
        // With fewer, the first requests, which meet a server that still accepts connections, are the last percent.
        let rounds = GroundTruthTests.isQuiet ? 200 : 50
        for _ in 0..<5 {
            try IrisProcess.run(["--delay", delay]) { server in
                // A number and not a time: what is in flight at the end would be in the server's record alone.
                let arguments = [
                    "--json", "-", "-c\(connections)", "-n\(connections * rounds)", "-s", predictSpec, server.url,
                ]
                let result = try squall(arguments)
                let target = try JSONReport.decode(Data(result.standardOutput.utf8)).targets[0]
                #expect(target.counts.ok == target.counts.completed && target.errors.isEmpty)
                let truth = try server.truth(afterPredictions: target.counts.completed)
                let data = try #require(truth.root["paths"]?["/predict"]?["latency"]?["data"]?.string)
                let theirs = try Histogram(encodedText: data)
                let ours = try target.latency.histogram.makeHistogram()
                runs.append(
                    percentiles.map { (Double(ours.percentile($0)) - Double(theirs.percentile($0))) / 1e6 }
                )
            }
        }
        return percentiles.indices.map { index in runs.map { $0[index] }.sorted()[2] }
    }

    @Test("with a delay of 20 ms the percentiles are the server's", arguments: [20, 200])
    func constantDelay(connections: Int) throws {
        let found = try differences(delay: "20ms", connections: connections, percentiles: [50, 90, 99])
        print("squall minus the server at 20 ms with \(connections) connections, p50 p90 p99 in ms: \(found)")
        // A histogram keeps three digits: half of one is 0.01 ms here.
        #expect(found.allSatisfy { (-0.01...GroundTruthTests.most).contains($0) })
    }

    @Test("with a delay between 5 and 15 ms every decile is the server's", arguments: [20, 200])
    func uniformDelay(connections: Int) throws {
        let deciles = stride(from: 10.0, through: 90, by: 10).map { $0 }
        let found = try differences(delay: "uniform:5ms:15ms", connections: connections, percentiles: deciles)
        print("squall minus the server at 5 to 15 ms with \(connections) connections, deciles in ms: \(found)")
        #expect(found.allSatisfy { (-0.01...GroundTruthTests.most).contains($0) })
    }

    @Test("with failures the counts by status are the server's")
    func failures() throws {
        try IrisProcess.run(["--fail-rate", "0.02", "--seed", "7"]) { server in
            let result = try squall(["--json", "-", "-c20", "-n20000", "-s", predictSpec, server.url])
            #expect(result.exitCode == 0)
            let counts = try JSONReport.decode(Data(result.standardOutput.utf8)).targets[0].counts
            let statuses = try #require(
                server.truth(afterPredictions: 20000).root["paths"]?["/predict"]?["statuses"]
            )
            var theirs: [String: Int] = [:]
            for member in statuses.members { theirs[member.key] = member.value.integer.map { Int($0) } }
            #expect(counts.status == theirs)
            #expect(counts.sent == 20000 && counts.statusErrors == theirs["500"] && (theirs["500"] ?? 0) > 200)
        }
    }

    @Test("with closes every request has one outcome, and the server agrees")
    func closes() throws {
        try IrisProcess.run(["--close-rate", "0.05", "--seed", "7"]) { server in
            let result = try squall(["--json", "-", "-c20", "-n5000", "-s", predictSpec, server.url])
            let counts = try JSONReport.decode(Data(result.standardOutput.utf8)).targets[0].counts
            let truth = try server.truth(afterPredictions: 5000)
            let closed = truth.root["paths"]?["/predict"]?["closed"]?.integer
            #expect(counts.sent == 5000 && counts.ok + counts.reset == 5000)
            #expect(closed.map { Int($0) } == counts.reset && counts.reset > 100)
            #expect(try server.count(truth) == 5000)
        }
    }
}
