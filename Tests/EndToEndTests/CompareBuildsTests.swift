import Foundation
import TestSupport
import Testing

/// `scripts/compare-builds` with a repository of two revisions.
@Suite(.timeLimit(.minutes(20))) struct CompareBuildsTests {
    private func run(_ program: String, _ words: [String], in folder: String) throws -> Command.Result {
        try Command("env", ["-C", folder, program] + words).run(seconds: 300)
    }

    @Test("two revisions are built and compared, and nothing of that is left in the repository")
    func compares() throws {
        let folder = try TemporaryFolder()
        let repository = folder.path("")
        func git(_ words: String...) throws -> String {
            let ended = try run(
                "git",
                ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"] + words,
                in: repository
            )
            #expect(ended.exitCode == 0, "\(ended)")
            return ended.standardOutput
        }
        _ = try git("init", "-q", ".")
        for work in ["1ms", "5ms"] {
            try Data("--busy \(work)\n".utf8).write(to: URL(fileURLWithPath: folder.path("options")))
            _ = try git("add", "options")
            _ = try git("commit", "-qm", work)
        }
        let script = packageFolder.appendingPathComponent("scripts/compare-builds").path
        let words = [
            "--repository", repository, "--build", "cp options built",
            "--serve", "exec '\(try builtProduct("iris-server"))' --port {port} $(cat built)",
            "--squall", try builtProduct("squall"),
        ]
        let load = ["--rounds", "16", "-c2", "-s", predictSpec]
        let ended = try Command(script, words + ["HEAD~1", "HEAD", "--"] + load).run(seconds: 300)
        #expect(ended.exitCode == 99, "\(ended)")
        #expect(ended.standardOutput.hasPrefix("compare  HEAD~1 (baseline)  "), "\(ended)")
        #expect(ended.standardOutput.contains("\nWORSE  HEAD handles "), "\(ended)")
        #expect(try git("worktree", "list").split(separator: "\n").count == 1)
        #expect(try git("status", "--short").isEmpty)
        // Nothing is built before both are known, and the command line is judged with squall's code.
        for (mistake, sentence) in [
            (["HEAD", "nothing"], "'nothing' is no revision of "), (["HEAD"], "required: REV_B"),
            (["HEAD", "HEAD", "--repository", "/nonexistent"], "--repository: /nonexistent is no folder"),
        ] {
            let ended = try Command(script, words + mistake).run()
            #expect(ended.exitCode == 64 && ended.standardOutput.isEmpty, "\(ended)")
            #expect(ended.standardError.contains("\nscripts/compare-builds: "), "\(ended)")
            #expect(ended.standardError.contains(sentence) && !ended.standardError.contains("building"), "\(ended)")
        }
        let failing = try Command(script, words + ["--build", "false", "HEAD", "HEAD"]).run()
        #expect(
            failing.standardError.hasSuffix("scripts/compare-builds: HEAD could not be built; the reason is above\n"),
            "\(failing)"
        )
        #expect(try git("worktree", "list").split(separator: "\n").count == 1)
    }
}
