import JSON
import Testing
import Workload

@Suite("JSONCondition")
struct JSONConditionTests {
    /// A condition, values that fulfil it and values that do not.
    struct Case: Sendable, CustomTestStringConvertible {
        let condition: JSONCondition
        let good: [String]
        let bad: [String]

        var testDescription: String { "\(condition)" }
    }

    static let cases = [
        Case(condition: .equals(.null), good: ["null"], bad: ["0", "false", #""""#]),
        Case(condition: .equals(.bool(true)), good: ["true"], bad: ["false", "1", #""true""#]),
        Case(condition: .equals(.integer(1)), good: ["1", "1.0", "1e0"], bad: ["1.5", "2", #""1""#, "true"]),
        Case(condition: .equals(.number(0.5)), good: ["0.5", "5e-1"], bad: ["0", "0.50000001"]),
        Case(condition: .equals(.number(2)), good: ["2", "2.0"], bad: ["3"]),
        Case(
            condition: .equals(.integer(9_007_199_254_740_993)),
            good: ["9007199254740993"],
            bad: ["9007199254740992"]
        ),
        Case(
            condition: .equals(.string("setosa")),
            good: [#""setosa""#, #""\u0073etosa""#],
            bad: [#""Setosa""#, "null"]
        ),
        // The same character composed and decomposed are different texts, unlike in Swift's comparison.
        Case(condition: .equals(.string("\u{E9}")), good: ["\"\u{E9}\""], bad: ["\"e\u{301}\""]),
        Case(
            condition: .equals(.array([.integer(1), .string("a")])),
            good: [#"[1, "a"]"#],
            bad: [#"["a", 1]"#, "[1]", #"[1, "a", 2]"#, #"{"0": 1}"#, "[]"]
        ),
        Case(
            condition: .equals(.object([.init(name: "a", value: .integer(1)), .init(name: "b", value: .null)])),
            good: [#"{"a": 1, "b": null}"#, #"{"b": null, "a": 1.0}"#],
            bad: [#"{"a": 1}"#, #"{"a": 1, "b": null, "c": 2}"#, #"{"a": 1, "c": null}"#, "[1, null]"]
        ),
        Case(condition: .equals(.object([])), good: ["{}"], bad: ["[]", "null"]),
        Case(
            condition: .isIn([.string("a"), .integer(1)]),
            good: [#""a""#, "1.0"],
            bad: [#""b""#, "null", #"["a"]"#]
        ),
        Case(condition: .range(0...1), good: ["0", "1", "0.5", "1.0"], bad: ["-0.001", "1.001", #""0""#, "null"]),
        Case(condition: .type(.object), good: ["{}"], bad: ["[]", "null"]),
        Case(condition: .type(.array), good: ["[]"], bad: ["{}"]),
        Case(condition: .type(.string), good: [#""""#], bad: ["1"]),
        Case(condition: .type(.number), good: ["1", "1.5"], bad: [#""1""#]),
        Case(condition: .type(.integer), good: ["1", "-1.0", "1e3"], bad: ["1.5", #""1""#]),
        Case(condition: .type(.boolean), good: ["true", "false"], bad: ["0", #""true""#]),
        Case(condition: .type(.null), good: ["null"], bad: ["0", "{}"]),
        Case(condition: .exists(true), good: ["null", "0", "{}"], bad: []),
        Case(condition: .exists(false), good: [], bad: ["null", "0", "{}"]),
    ]

    @Test("A condition holds for the values that it describes", arguments: cases)
    func holds(_ expected: Case) throws {
        for text in expected.good {
            #expect(expected.condition.holds(for: try JSONDocument(parsing: text).root), "\(text)")
        }
        for text in expected.bad {
            #expect(!expected.condition.holds(for: try JSONDocument(parsing: text).root), "\(text)")
        }
    }

    @Test("Where there is no value, only its absence holds", arguments: cases)
    func absent(_ expected: Case) {
        #expect(expected.condition.holds(for: nil) == (expected.condition == .exists(false)))
    }
}
