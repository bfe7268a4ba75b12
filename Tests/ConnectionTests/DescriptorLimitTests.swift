import Statistics
import TestSupport
import Testing

/// The limit on open files, under which many connections are asked for.
@Suite(.timeLimit(.minutes(20))) struct DescriptorLimitTests {
    private func run(_ engine: EngineUnderTest = .multi, limits: String, connections: Int) throws -> SquallRun {
        let server = try MisbehavingServer { connection in
            while connection.readRequest() != nil { connection.answer() }
        }
        let program = try builtProduct("squall")
        let url = "http://127.0.0.1:\(server.port)/"
        let words =
            engine.options.joined(separator: " ")
            + " --json - --timeout 60s -c\(connections) -n\(connections * 2) \(url)"
        return try SquallRun(Command("bash", ["-c", "\(limits) && exec '\(program)' \(words)"]))
    }

    @Test("a hard limit that is too low is a sentence before anything is measured")
    func hard() throws {
        let run = try run(limits: "ulimit -n 64", connections: 50)
        #expect(run.exitCode == 1 && run.result == nil)
        #expect(
            run.text == "squall: 50 connections need 230 file descriptors, but the hard limit is 64: "
                + "use -c with fewer, or raise the limit (ulimit -Hn 230)\n"
        )
    }

    @Test("a soft limit that is too low is raised", arguments: EngineUnderTest.all)
    func soft(engine: EngineUnderTest) throws {
        // What the program inherits counts as well.
        let inherit = "for number in $(seq 100); do exec {file}</dev/null; done"
        let run = try run(engine, limits: "\(inherit); ulimit -Sn 64", connections: 50)
        #expect(try run.exitCode == 0 && run.target.counts.ok == 100 && run.target.connectionsOpened == 50, "\(run)")
    }
}
