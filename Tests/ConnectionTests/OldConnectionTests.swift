import Foundation
import Statistics
import Synchronization
import TestSupport
import Testing

/// Connections that are minutes old, in seconds: libfaketime lets squall's clocks run a hundred times as fast.
///
/// Serialized, because a second without a processor is a hundred seconds to it.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .disabled(
        if: ProcessInfo.processInfo.environment["SQUALL_SANITIZER"] != nil,
        "programs with a sanitizer hang where libfaketime is preloaded"
    )
)
struct OldConnectionTests {
    private static let clockLibrary = "/usr/lib/\(architecture)-linux-gnu/faketime/libfaketimeMT.so.1"

    private static var architecture: String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private func fast(_ engine: EngineUnderTest, _ arguments: String...) throws -> SquallRun {
        try #require(FileManager.default.fileExists(atPath: OldConnectionTests.clockLibrary), "libfaketime is missing")
        let environment = ["LD_PRELOAD": OldConnectionTests.clockLibrary, "FAKETIME": "+0 x100"]
        let words = engine.options + ["--json", "-", "-t1", "--timeout", "1h"] + arguments
        return try SquallRun(Command(try builtProduct("squall"), words, environment: environment))
    }

    @Test(
        "a connection whose answer has come is not closed because others are opened",
        arguments: EngineUnderTest.all,
        [false, true]
    )
    func withAnswer(engine: EngineUnderTest, isTLS: Bool) throws {
        // Once a second libcurl looks at the connections that it has, and takes those with bytes to read for dead.
        let server = try MisbehavingServer(tls: isTLS ? .made() : nil) { connection in
            if connection.readRequest() != nil { connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end") }
        }
        let url = "\(isTLS ? "https" : "http")://127.0.0.1:\(server.port)/"
        let run = try fast(engine, "-k", "-c10", "-d300s", url)
        #expect(try run.target.counts.ok > 10 && run.target.errors.isEmpty, "\(run)")
    }

    /// What the server saw.
    private struct Tally {
        var used = 0
        var ended = 0
        /// How many had been used when the first of the lasting ones ended.
        var usedBeforeEnd = Int.max
    }

    @Test("old connections are kept while others are opened anew", arguments: EngineUnderTest.all)
    func kept(engine: EngineUnderTest) throws {
        let tally = Mutex(Tally())
        // Numbered by their first requests, which the one that squall tries the server with does not have. The first three
        // last, and all others are short.
        let server = try MisbehavingServer { connection in
            guard connection.readRequest() != nil else { return }
            let number = tally.withLock { tally in
                tally.used += 1
                return tally.used
            }
            if number <= 3 {
                repeat { connection.answer() } while connection.readRequest() != nil
                tally.withLock { $0.usedBeforeEnd = min($0.usedBeforeEnd, $0.used) }
            } else {
                for left in (0..<20).reversed() {
                    connection.answer(headers: left == 0 ? ["Connection: close"] : [])
                    guard left > 0, connection.readRequest() != nil else { break }
                }
            }
            tally.withLock { $0.ended += 1 }
        }
        let run = try fast(engine, "-c4", "-d300s", "http://127.0.0.1:\(server.port)/")
        let target = try run.target
        #expect(target.elapsedSeconds >= 300 && target.counts.addUp && target.errors.isEmpty, "\(run)")
        try waitUntil("the server has seen the end") { tally.withLock { $0.ended == $0.used } }
        let seen = tally.withLock { $0 }
        // The last one may have been opened too late for a request.
        #expect(seen.used > 20 && (0...1).contains(target.connectionsOpened - seen.used), "\(seen)")
        // The lasting ones end with the run, when at most one more is being opened.
        #expect(seen.used - seen.usedBeforeEnd <= 1, "\(seen)")
    }
}
