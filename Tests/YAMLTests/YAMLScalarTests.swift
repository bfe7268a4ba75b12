import Testing
import YAML

@Suite("YAMLScalar")
struct YAMLScalarTests {
    @Test(
        "A plain scalar is resolved by the core schema of YAML 1.2",
        arguments: [
            // YAML 1.2.2, section 10.3.2 and example 10.9.
            ("", "null"), ("~", "null"), ("null", "null"), ("NULL", "null"), ("nUll", "'nUll'"),
            ("true", "true"), ("False", "false"), ("tRUE", "'tRUE'"),
            ("yes", "'yes'"), ("no", "'no'"), ("on", "'on'"), ("y", "'y'"),
            ("0", "0"), ("-19", "-19"), ("+12", "12"), ("007", "7"), ("0o7", "7"), ("0o17", "15"), ("0x3A", "58"),
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("0o8", "'0o8'"), ("0xg", "'0xg'"), ("0x", "'0x'"), ("0o-7", "'0o-7'"), ("0x+7", "'0x+7'"),
            ("0.", "0.0"), ("-0.0", "-0.0"), (".5", "0.5"), ("+12e03", "12000.0"), ("-2E+05", "-200000.0"),
            ("6.765352725982666", "6.765352725982666"),
            (".", "'.'"), ("e5", "'e5'"), ("1e", "'1e'"), ("1e+", "'1e+'"), ("+-1", "'+-1'"), ("+", "'+'"),
            ("0x1p3", "'0x1p3'"), ("1_000", "'1_000'"), ("12:30", "'12:30'"), ("2xx", "'2xx'"), ("1.2.3", "'1.2.3'"),
            ("inf", "'inf'"), ("nan", "'nan'"), ("infinity", "'infinity'"),
            (".inf", "inf"), ("+.Inf", "inf"), ("-.INF", "-inf"), (".NaN", "nan"), ("-.nan", "'-.nan'"),
            ("0x\u{FF11}", "'0x\u{FF11}'"), ("\u{FF11}", "'\u{FF11}'"),
        ]
    )
    func resolves(text: String, outline: String) throws {
        #expect(try tree("- \(text)").outline == "[\(outline)]")
    }

    @Test("A quoted or block scalar is a string", arguments: ["\"5\"", "'5'", "|-\n  5", ">-\n  5"])
    func quoted(text: String) throws {
        #expect(try tree("- \(text)").outline == "['5']")
    }

    @Test(
        "A number out of range is an error",
        arguments: ["9223372036854775808", "0xFFFFFFFFFFFFFFFF", "0o7777777777777777777777", "1e999", "-1e999"]
    )
    func outOfRange(text: String) {
        #expect(
            message { _ = try tree("a: \(text)") }
                == "f.yaml:1:4: the number \(text) is out of range; quote it if it is a string"
        )
    }

    @Test("A number keeps the text it was written as")
    func keepsText() throws {
        #expect(try tree("1.10").stringOrNumber() == "1.10")
    }
}
