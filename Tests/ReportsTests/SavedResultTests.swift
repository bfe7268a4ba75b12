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
            ("[]", "is no result of squall: it is not a JSON object"),
            ("null", "is no result of squall: it is not a JSON object"),
            (#"{"format": 1.5, "kind": "run"}"#, "is no result of squall: 'format' is not what it may be"),
            (#"{"format": 0, "kind": "run"}"#, "is no result of squall: 'format' is not what it may be"),
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

    @Test("a run without a target, and a comparison without a candidate, are refused")
    func missingParts() throws {
        var run = sampleResult()
        run.targets = []
        #expect(throws: SavedResultError("is no result of squall: 'targets' is empty")) {
            try SavedResult.decode(JSONReport.encode(run))
        }
        var comparison = sampleComparison(rounds: 2)
        comparison.targets.removeLast()
        #expect(throws: SavedResultError("is no result of squall: 'targets' has no candidate")) {
            try SavedResult.decode(JSONReport.encode(comparison))
        }
    }

    @Test(
        "a histogram that cannot be read is refused with its place",
        arguments: [
            (false, "targets[0].latency.histogram"), (false, "targets[0].intervals[0].histogram"),
            (true, "rounds[0].baseline.histogram"), (true, "rounds[1].candidate.histogram"),
        ]
    )
    func damagedHistogram(isComparison: Bool, place: String) throws {
        let whole: Data =
            isComparison
            ? try JSONReport.encode(sampleComparison(rounds: 2)) : try JSONReport.encode(sampleResult())
        var document = try JSONSerialization.jsonObject(with: whole)
        damage(&document, at: place.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")[...])
        let damaged = try JSONSerialization.data(withJSONObject: document)
        do throws(SavedResultError) {
            _ = try SavedResult.decode(damaged)
            Issue.record("it was read")
        } catch {
            #expect(error.description.hasPrefix("is no result of squall: '\(place)' cannot be read: "), "\(error)")
        }
    }

    private func damage(_ value: inout Any, at path: ArraySlice<Substring>) {
        guard let key = path.first else { return }
        if var object = value as? [String: Any] {
            if path.count == 1 {
                var histogram = object[String(key)] as? [String: Any]
                histogram?["data"] = "AAAA"
                object[String(key)] = histogram
            } else if var part = object[String(key)] {
                damage(&part, at: path.dropFirst())
                object[String(key)] = part
            }
            value = object
        } else if var list = value as? [Any], let place = Int(key) {
            damage(&list[place], at: path.dropFirst())
            value = list
        }
    }

    @Test("counts that cannot be added up are refused", arguments: [-1, Int.max])
    func counts(count: Int) throws {
        var result = sampleResult()
        result.targets[0].counts.timedOut = count
        #expect(throws: SavedResultError.self) { try SavedResult.decode(JSONReport.encode(result)) }
    }
}
