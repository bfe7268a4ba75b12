import Foundation
import TestSupport
import Testing

/// The command lines of the documents do what they say, with shorter times.
@Suite(.timeLimit(.minutes(20))) struct ExampleTests {
    /// Those that load the example's server, each once.
    private static let lines: [String] = {
        let all = Document.all.flatMap { (try? $0.commands("squall")) ?? [] }.map(\.text)
        return Set(all.filter { $0.contains("http://127.0.0.1:8000") }).sorted()
    }()

    @Test("each command line of the documents runs", arguments: lines)
    func run(line: String) throws {
        #expect(ExampleTests.lines.count > 12)
        let folder = try TemporaryFolder()
        try Command(try builtProduct("iris-server"), ["--port", "0"]).whileRunning { server in
            let url = String(try #require(try server.waitForLine().split(separator: " ").last))
            var words = ExampleTests.shortened(Array(ShellLine(text: line).words.dropFirst()), folder)
            if words.first == "compare" { words += ["--warmup", "50ms"] }
            words = words.map { $0.replacing(/http:\/\/127.0.0.1:800[01]/, with: url) }
            let ended = try Command(try builtProduct("squall"), words + ["--quiet"]).run(seconds: 300)
            let isComparison = words.first == "compare"
            // A machine that is busy with other tests may be the limit; and of a hundred comparisons of a server with
            // itself one may say that it differs.
            let codes: [Int32] = [0] + (words.contains("--strict") ? [97] : []) + (isComparison ? [99] : [])
            #expect(codes.contains(ended.exitCode), "\(line)\n\(ended)")
            #expect((ended.exitCode == 99) == ended.standardOutput.contains("WORSE  "), "\(line)\n\(ended)")
            let figure = isComparison ? "requests/s" : "/sec:"
            #expect(ended.standardOutput.contains(figure) || words.contains("-"), "\(line)\n\(ended)")
        }
    }

    /// The words with times of a fraction of a second, and results in `folder`.
    private static func shortened(_ words: [String], _ folder: TemporaryFolder) -> [String] {
        var shortened: [String] = []
        for word in words {
            switch shortened.last {
            case "--warmup", "--interval": shortened.append("100ms")
            case "--think": shortened.append("1ms..5ms")
            case "--stages": shortened.append(word.replacing(/[0-9]+m?s?@/, with: "200ms@"))
            case "-n": shortened.append("100")
            // A 99th percentile takes a thousand requests a step.
            case "--find-max": shortened += [word.replacing("p99<20ms", with: "p50<10s"), "--warmup", "50ms"]
            case "--json" where word != "-": shortened.append(folder.path(word))
            default: shortened.append(word.replacing(/^-d[0-9]+s$/, with: "-d300ms"))
            }
        }
        return shortened
    }
}
