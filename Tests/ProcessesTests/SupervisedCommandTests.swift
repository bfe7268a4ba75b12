import Foundation
import TestSupport
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(20))) struct SupervisedCommandTests {
    /// Whether a process is there, and no zombie.
    private func isAlive(_ process: String) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    /// The lines that it has printed, once there are `count`.
    private func lines(_ command: SupervisedCommand, _ count: Int) throws -> [String] {
        try waitUntil("\(count) lines are printed") { command.lastLines().count >= count }
        return command.lastLines()
    }

    @Test("a command that ends on its own says how")
    func endings() throws {
        for (text, ending) in [
            ("exit 3", SupervisedCommand.Ending.code(3)), ("true", .code(0)), ("kill -9 $$", .signal(9)),
            ("/nonexistent", .code(127)),
        ] {
            let command = try SupervisedCommand(text)
            try waitUntil("it has ended") { command.ending != nil }
            #expect(command.ending == ending && command.stop() == .hadEnded(ending))
        }
        #expect("\(SupervisedCommand.Ending.signal(9))" == "was ended by signal 9 (Killed)")
    }

    @Test("its output is kept, errors with it, and the last lines are told")
    func output() throws {
        let command = try SupervisedCommand("seq 1 1000; echo oops >&2")
        try waitUntil("it has ended") { command.ending != nil }
        #expect(command.lastLines(3) == ["999", "1000", "oops"] && command.ending == .code(0))
    }

    @Test("of a long output only the end is kept, and what follows")
    func longOutput() throws {
        let command = try SupervisedCommand("yes | head -c 20000000; echo end; exec sleep 1000")
        try waitUntil("it is cut") { command.lastLines(1) == ["end"] && command.keptOutput <= 8 << 20 }
        #expect(command.lastLines(3) == ["y", "y", "end"] && command.ending == nil)
    }

    @Test("stopping ends all processes, also those that left the group and those whose parents are gone")
    func stop() throws {
        let command = try SupervisedCommand(
            "sleep 1000 & echo $!; setsid sleep 1000 & (setsid sleep 1000 & echo $!); echo $$; wait"
        )
        let processes = try lines(command, 3)
        #expect(processes.allSatisfy(isAlive) && command.ending == nil)
        #expect(command.stop() == .stopped(unclean: nil))
        #expect(!processes.contains(where: isAlive))
    }

    @Test("what it printed is told without what would control a terminal")
    func controls() throws {
        let command = try SupervisedCommand("printf 'a\\033[31m\\tb\\007\\r\\nc\\000'")
        try waitUntil("it has ended") { command.ending != nil }
        #expect(command.lastLines() == ["a\u{FFFD}[31m\tb\u{FFFD}", "c\u{FFFD}"])
    }

    @Test(
        "what ends on SIGTERM otherwise than one does that is well is told",
        arguments: [
            ("sleep 1000", nil), ("trap 'exit 0' TERM; SLEEP", nil), ("trap 'exit 143' TERM; SLEEP", nil),
            ("trap 'exit 3' TERM; SLEEP", .code(3)), ("trap 'kill -SEGV $$' TERM; SLEEP", .signal(SIGSEGV)),
            // The shell is gone before it.
            ("sh -c 'trap \"exit 4\" TERM; echo ready; SLEEP' & wait", .code(4)),
        ] as [(String, SupervisedCommand.Ending?)]
    )
    func unclean(text: String, ending: SupervisedCommand.Ending?) throws {
        let command = try SupervisedCommand(
            "echo ready; " + text.replacing("SLEEP", with: "echo ready; while :; do sleep 0.01; done")
        )
        _ = try lines(command, text.contains("&") ? 3 : text.contains("SLEEP") ? 2 : 1)
        #expect(command.stop() == .stopped(unclean: ending) && command.ending == nil)
        #expect(command.stopSeconds != nil)
    }

    @Test("what ignores SIGTERM is killed when its time is over")
    func stubborn() throws {
        let command = try SupervisedCommand("trap '' TERM; echo $$; while :; do sleep 0.05; done", grace: 0.2)
        let processes = try lines(command, 1)
        #expect(command.stop() == .killed && !processes.contains(where: isAlive))
        #expect((command.stopSeconds ?? 0) > 0.2 && command.stop() == .killed)
    }

    @Test("what a command leaves running when it ends does not outlive it")
    func leftBehind() throws {
        let command = try SupervisedCommand("sleep 1000 & echo $!; exit 0", grace: 0.5)
        let processes = try lines(command, 1)
        try waitUntil("it is gone") { !processes.contains(where: isAlive) }
        #expect(command.stop() == .hadEnded(.code(0)) && command.stopSeconds == nil)
    }

    @Test("several are asked to end at once, and then waited for")
    func atOnce() throws {
        // Each tells that it was asked, and ends when all have told.
        let folder = try TemporaryFolder()
        let file = folder.path("asked")
        let patient = """
            trap 'echo >> "\(file)"; while [ $(wc -l < "\(file)") -lt 4 ]; do sleep 0.01; done; exit' TERM
            echo $$; while :; do sleep 0.01; done
            """
        let commands = try (0..<4).map { _ in try SupervisedCommand(patient, grace: 60) }
        for command in commands { _ = try lines(command, 1) }
        for command in commands { command.askToStop() }
        #expect(commands.allSatisfy { $0.stop() == .stopped(unclean: nil) })
        #expect(commands.allSatisfy { ($0.stopSeconds ?? 60) < 60 })
    }

    @Test("an object that is given up takes its processes along")
    func givenUp() throws {
        var command: SupervisedCommand? = try SupervisedCommand("echo $$; sleep 1000")
        let processes = try lines(try #require(command), 1)
        command = nil
        #expect(!processes.contains(where: isAlive))
    }

    @Test("CPU time is that of all its processes")
    func cpuTime() throws {
        let command = try SupervisedCommand("echo begun; sh -c 'while :; do :; done'")
        _ = try lines(command, 1)
        try waitUntil("it has worked") { (command.cpuSeconds() ?? 0) > 0.05 }
        let earlier = try #require(command.cpuSeconds())
        try waitUntil("it has worked more") { (command.cpuSeconds() ?? 0) > earlier + 0.05 }
    }
}
