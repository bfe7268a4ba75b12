import Foundation
import Testing

@testable import Engine

@Suite struct ResponseParserCutTests {
    /// The fuzzer's seeds: answers right and wrong, after a line of three bytes that is for the fuzzer.
    private static let seeds: [String: [UInt8]] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fuzzing/Corpus")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return Dictionary(uniqueKeysWithValues: files.map { ($0.lastPathComponent, contents(of: $0)) })
    }()

    private static func contents(of file: URL) -> [UInt8] {
        ((try? Data(contentsOf: file)).map(Array.init) ?? []).dropFirst(3) + []
    }

    @Test("there are answers that end in every way")
    func outcomes() {
        let outcomes = Self.seeds.values.flatMap { ParsedAnswer.all(in: [$0]).map(\.outcome) }
        for outcome in [.whole, .endedByClose, .cutOff] as [ParsedAnswer.Outcome] {
            #expect(outcomes.contains(outcome))
        }
        // Limits are in tests of their own, and what is in excess only the transport can tell.
        let limits: [HTTPViolation] = [.headTooLong, .chunkLineTooLong, .excess]
        for violation in HTTPViolation.allCases where !limits.contains(violation) {
            #expect(outcomes.contains(.failed(violation)), "\(violation)")
        }
    }

    @Test(
        "it makes no difference how answers are cut into pieces",
        arguments: seeds.keys.sorted(),
        [(false, true), (false, false), (true, true)]
    )
    func cuts(name: String, options: (isHead: Bool, wantsBody: Bool)) throws {
        let bytes = try #require(Self.seeds[name])
        func answers(_ pieces: [[UInt8]]) -> [ParsedAnswer] {
            ParsedAnswer.all(in: pieces, isHead: options.isHead, wantsBody: options.wantsBody)
        }
        let whole = answers([bytes])
        for cut in bytes.indices {
            #expect(answers([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        #expect(answers(bytes.map { [$0] }) == whole, "byte by byte")
    }
}
