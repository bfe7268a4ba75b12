import JSON
import Testing
import Workload

@Suite("Checks")
struct ChecksTests {
    private static func json(_ path: String, _ condition: JSONCondition) throws -> BodyCheck {
        .json(text: path, try JSONPath(path), condition)
    }

    /// A row of the truth table: expected statuses, the answer's status, whether its body is right, what it counts as.
    typealias Row = (expected: [ClosedRange<Int>], status: Int, isBodyRight: Bool, judgement: ResponseJudgement)

    static let rows: [Row] = [
        // Without an expected status, one above 399 is an error and the body decides over the rest.
        ([], 200, true, .ok), ([], 200, false, .checkFailed(0)),
        ([], 304, true, .ok), ([], 399, false, .checkFailed(0)),
        ([], 400, true, .status), ([], 400, false, .status),
        ([], 503, true, .status), ([], 503, false, .status),
        // An expected status is good, even above 399, and the body decides.
        ([200...200], 200, true, .ok), ([200...200], 200, false, .checkFailed(1)),
        ([404...404], 404, true, .ok), ([404...404], 404, false, .checkFailed(1)),
        ([200...299, 503...503], 204, true, .ok), ([200...299, 503...503], 503, true, .ok),
        ([500...599], 599, true, .ok),
        // Another status is an error above 399 and a failed check below.
        ([200...200], 201, true, .checkFailed(0)), ([200...200], 302, false, .checkFailed(0)),
        ([404...404], 200, true, .checkFailed(0)), ([404...404], 200, false, .checkFailed(0)),
        ([200...200], 404, true, .status), ([200...200], 503, false, .status),
        ([200...299, 503...503], 500, true, .status), ([500...599], 499, true, .status),
    ]

    @Test("Status and body together decide what an answer counts as", arguments: rows)
    func truthTable(row: Row) {
        let checks = Checks(statuses: row.expected, body: [.contains(Array("right".utf8))])
        #expect(checks.judgement(row.status, row.isBodyRight ? "all right" : "wrong") == row.judgement)
    }

    @Test(
        "Without checks only the status counts",
        arguments: [(200, .ok), (399, .ok), (400, .status), (599, .status)] as [(Int, ResponseJudgement)]
    )
    func noChecks(status: Int, judgement: ResponseJudgement) {
        #expect(Checks().judgement(status, "x") == judgement)
        #expect(Checks().need == .status)
        #expect(Checks().labels.isEmpty)
    }

    @Test("With a status check alone the body is not needed")
    func statusOnly() {
        let checks = Checks(statuses: [200...200])
        #expect(checks.need == .status)
        #expect(checks.judgement(200) == .ok)
        #expect(checks.judgement(201) == .checkFailed(0))
    }

    @Test("The first failed check decides, and its label names it")
    func firstFailure() throws {
        let checks = Checks(
            statuses: [200...200, 300...399],
            body: [
                .contains(Array("species".utf8)),
                try Self.json("$.species", .isIn([.string("setosa"), .string("versicolor")])),
                try Self.json("$.probability", .range(0...1)),
            ]
        )
        #expect(
            checks.labels == [
                "status 200, 3xx", "body_contains species", "the body is JSON", "$.species in", "$.probability range",
            ]
        )
        #expect(checks.need == .body)
        #expect(checks.judgement(200, #"{"species": "setosa", "probability": 0.9}"#) == .ok)
        #expect(checks.judgement(204, #"{"species": "setosa", "probability": 0.9}"#) == .checkFailed(0))
        #expect(checks.judgement(200, "overloaded") == .checkFailed(1))
        #expect(checks.judgement(200, "<p>species</p>") == .checkFailed(2))
        #expect(checks.judgement(200, #"{"species": "rose", "probability": 2}"#) == .checkFailed(3))
        #expect(checks.judgement(200, #"{"species": "setosa", "probability": 2}"#) == .checkFailed(4))
    }

    @Test(
        "A body is searched for bytes",
        arguments: [
            ("abc", "abc", true), ("abc", "c", true), ("aab", "ab", true), ("abab", "abb", false), ("ab", "abc", false),
            ("", "a", false), ("gr\u{FC}n", "\u{FC}", true), ("gru\u{308}n", "\u{FC}", false),
        ]
    )
    func contains(body: String, text: String, isFound: Bool) {
        let checks = Checks(body: [.contains(Array(text.utf8))])
        #expect(checks.judgement(200, body) == (isFound ? .ok : .checkFailed(0)))
    }

    @Test("A label is short and on one line, whatever the check")
    func boundedLabels() throws {
        let long = String(repeating: "x", count: 500)
        let checks = Checks(
            statuses: Array(repeating: 200...200, count: 100),
            body: [.contains(Array("\n\(long)".utf8)), try Self.json(long, .exists(true))]
        )
        for label in checks.labels {
            #expect(label.count <= 60)
            #expect(!label.contains("\n"))
        }
    }
}
