import Foundation
import Statistics
import TestSupport
import Testing

/// What the system does not give: io_uring, descriptors.
@Suite(.timeLimit(.minutes(20))) struct RestrictedSystemTests {
    /// Runs a program whose `io_uring_setup` fails with the given error number, by a seccomp filter as containers have.
    private static let forbidRing = """
        import ctypes, os, struct, sys
        libc = ctypes.CDLL(None, use_errno=True)
        code = lambda op, jt, jf, k: struct.pack("HBBI", op, jt, jf, k)
        # The number of the call is the first word of what the filter sees; 425 is io_uring_setup on every machine.
        program = code(0x20, 0, 0, 0) + code(0x15, 0, 1, 425) + code(0x06, 0, 0, 0x50000 | int(sys.argv[1]))
        program += code(0x06, 0, 0, 0x7FFF0000)
        buffer = ctypes.create_string_buffer(program)
        filter = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
        assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, filter, 0, 0) == 0, os.strerror(ctypes.get_errno())
        os.execv(sys.argv[2], sys.argv[2:])
        """

    private func withoutRing(errno: Int, _ arguments: [String]) throws -> SquallRun {
        let words = ["-c", RestrictedSystemTests.forbidRing, "\(errno)", try builtProduct("squall"), "--json", "-"]
        return try SquallRun(Command("python3", words + arguments))
    }

    @Test("where io_uring is forbidden or unknown, epoll is used", arguments: [1, 38, 22])
    func fallsBack(errno: Int) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let run = try withoutRing(errno: errno, ["-c4", "-n100", url])
        #expect(try run.exitCode == 0 && run.target.counts.ok == 100, "\(run)")
        #expect(run.result?.config.engine == "direct" && run.result?.config.eventLoop == "epoll")
    }

    @Test("--event-loop uring is then a sentence before anything is sent")
    func sentence() throws {
        let run = try withoutRing(errno: 1, ["--event-loop", "uring", "http://127.0.0.1:1/"])
        let reason = "io_uring_setup: Operation not permitted; use --event-loop epoll"
        #expect(run.exitCode == 1 && run.text == "squall: --event-loop uring: \(reason)\n")
    }

    @Test(
        "connections that find no descriptor are counted as such, and the others are measured",
        arguments: EngineUnderTest.all
    )
    func fullTable(engine: EngineUnderTest) throws {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        // The limit is high enough for what is asked, but the program inherits open files that fill it.
        let script = """
            ulimit -n 400
            for number in $(seq $(ls /proc/$$/fd | wc -l) 340); do exec {file}</dev/null; done
            exec "$@"
            """
        let words = ["-c", script, "bash", try builtProduct("squall"), "--json", "-"] + engine.options
        let run = try SquallRun(Command("bash", words + ["-t1", "-c100", "-d2s", "http://127.0.0.1:\(server.port)/"]))
        let target = try run.target
        #expect(target.counts.addUp, "\(run)")
        // Each multi handle has a pipe beside the socket, and the pipes may leave nothing for sockets.
        #expect((engine == .multi ? 0...30 : 20...70).contains(target.connectionsOpened))
        if target.connectionsOpened > 0 { #expect(run.exitCode == 0 && target.counts.ok > 100, "\(run)") }
        #expect(target.errors.map(\.message) == ["Too many open files"], "\(target.errors)")
        // At most 80 connections in a back-off that doubles from 10 ms to 1 s: none of them spins.
        #expect(target.counts.notSent > 30 && target.counts.notSent < 80 * 12)
    }
}
