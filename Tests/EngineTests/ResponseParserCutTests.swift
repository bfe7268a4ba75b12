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
        var head = RecurringHead()
        func answers(_ pieces: [[UInt8]]) -> [ParsedAnswer] {
            ParsedAnswer.all(in: pieces, isHead: options.isHead, wantsBody: options.wantsBody, recalling: &head)
        }
        let byteByByte = answers(bytes.map { [$0] })
        let whole = answers([bytes])
        #expect(byteByByte == whole, "byte by byte")
        #expect(answers([bytes]) == whole, "with the head of the last one")
        for cut in bytes.indices {
            #expect(answers([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
    }

    @Test(
        "it makes no difference where a head that is too long is cut, whatever comes behind the limit",
        arguments: [
            "HTTP/1.1 200 ", "HTTP/1.1 200\r\nX: ", "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
        ],
        ["\r\n\r\n", "\0", "\rX", "\r\nX\r\n", "\r\nContent-Length: x\r\n\r\n"]
    )
    func longHeads(start: String, end: String) {
        let trailer = start.hasSuffix("0\r\nX: ") ? 3 : start.utf8.count
        let filler = ResponseParser.mostHeadBytes - trailer
        for excess in -3...2 {
            expectNoDifference(
                start + String(repeating: "x", count: filler + excess) + end,
                around: start.utf8.count + filler
            )
        }
    }

    @Test(
        "it makes no difference where a chunk's line that is too long is cut, whatever comes behind the limit",
        arguments: [("", "0"), ("2;", "x"), ("2", " ")],
        ["\r\n", "\0", "\n", "\rx", "0000000000000000000000000\r\n", "x\r\n"]
    )
    func longChunkLines(start: (text: String, filler: String), end: String) {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let filler = ResponseParser.mostChunkLineBytes - start.text.utf8.count
        for excess in -3...2 {
            let line = start.text + String(repeating: start.filler, count: filler + excess) + end
            expectNoDifference(head + line, around: head.utf8.count + ResponseParser.mostChunkLineBytes)
        }
    }

    private func expectNoDifference(_ text: String, around limit: Int) {
        let bytes = Array(text.utf8)
        let whole = ParsedAnswer.all(in: [bytes])
        for cut in limit - 4...limit + 4 where bytes.indices.contains(cut) {
            #expect(ParsedAnswer.all(in: [Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        let tail = limit - 8
        #expect(ParsedAnswer.all(in: [Array(bytes[..<tail])] + bytes[tail...].map { [$0] }) == whole, "byte by byte")
    }
}
