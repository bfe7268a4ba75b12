import Foundation
import Statistics
import Testing

@testable import Reports

@Suite struct SavedResultTests {
    @Test("a run and a comparison are read as what they are")
    func kinds() throws {
        let run = sampleResult()
        #expect(try SavedResult.decode(JSONReport.encode(run)) == .run(run))
        let comparison = sampleComparison(rounds: 2, stopped: true)
        #expect(try SavedResult.decode(JSONEncoder().encode(comparison)) == .comparison(comparison))
    }

    @Test(
        "what cannot be read is refused with a sentence",
        arguments: [
            ("", "is not JSON"),
            ("[1", "is not JSON"),
            ("[]", "is no result of squall: '' is of another type"),
            (#"{"kind": "run"}"#, "is no result of squall: 'format' is missing"),
            (#"{"format": 1, "kind": 2}"#, "is no result of squall: 'kind' is of another type"),
            (#"{"format": 1, "kind": "run"}"#, "is no result of squall: 'tool' is missing"),
            (
                #"{"format": 2, "kind": "run"}"#,
                "has format 2, and this squall reads formats up to 1; use a newer one"
            ),
            (#"{"format": 1, "kind": "dance"}"#, "is of kind 'dance'; what can be read is 'run' and 'compare'"),
        ]
    )
    func refused(text: String, sentence: String) {
        #expect(throws: SavedResultError(sentence)) { try SavedResult.decode(Data(text.utf8)) }
    }

    @Test("the place of what is missing is told")
    func place() throws {
        let text = String(decoding: try JSONReport.encode(sampleResult()), as: UTF8.self)
        let broken = text.replacingOccurrences(of: #""elapsedSeconds""#, with: #""elapsed""#)
        #expect(throws: SavedResultError("is no result of squall: 'targets[0].elapsedSeconds' is missing")) {
            try SavedResult.decode(Data(broken.utf8))
        }
    }

    @Test("counts that cannot be added up are refused", arguments: [-1, Int.max])
    func counts(count: Int) throws {
        var result = sampleResult()
        result.targets[0].counts.timedOut = count
        #expect(throws: SavedResultError.self) { try SavedResult.decode(JSONReport.encode(result)) }
    }
}
