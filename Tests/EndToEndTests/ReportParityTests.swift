import Foundation
import TestSupport
import Testing

/// squall beside Debian's wrk against the same server.
@Suite(.timeLimit(.minutes(20))) struct ReportParityTests {
    /// A report with each number replaced, blanks before it kept: `    Latency     #us`.
    ///
    /// No number is one too: wrk's rates are from its second half second, which on a busy machine may end before one is taken.
    private func shape(_ report: String) -> String {
        report.replacing(/-?nan|[0-9]+(\.[0-9]+)?(us|ms|s|m|k|M|G|KB|MB|GB|B)?\b/) { match in
            // A number's place ends where wrk's column ends: its width is told by the end, not by the start.
            String(repeating: "#", count: match.0.count)
        }
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { line in line.replacing(/\ *#+/, with: " #") }
        .joined(separator: "\n")
    }

    @Test("the report has wrk's lines and words", arguments: [["--latency"], [], ["-t1", "-c5"]])
    func lines(options: [String]) throws {
        try IrisProcess.run { server in
            let arguments = ["-d1s"] + options + [server.url + "/health"]
            let ours = try squall(arguments)
            let theirs = try Command("wrk", arguments).run()
            #expect(ours.exitCode == 0 && theirs.exitCode == 0)
            #expect(shape(ours.standardOutput) == shape(theirs.standardOutput))
            #expect(ours.complaints == "")
        }
    }

    @Test("answers that are not 2xx or 3xx have wrk's line")
    func statusLine() throws {
        try IrisProcess.run { server in
            let arguments = ["-d1s", server.url + "/nothing"]
            let ours = try squall(arguments).standardOutput
            #expect(shape(ours) == shape(try Command("wrk", arguments).run().standardOutput))
        }
    }

    @Test("columns end where wrk's end")
    func columns() throws {
        try IrisProcess.run { server in
            let arguments = ["-d1s", "--latency", server.url + "/health"]
            let ours = try squall(arguments).standardOutput.split(separator: "\n")
            let theirs = try Command("wrk", arguments).run().standardOutput.split(separator: "\n")
            // The table and the percentiles are padded to a fixed width.
            for index in [2, 3, 4, 6, 7, 8, 9] { #expect(ours[index].count == theirs[index].count) }
        }
    }
}
