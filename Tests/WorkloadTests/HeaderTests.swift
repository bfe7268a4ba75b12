import Testing
import Workload

@Suite("Header")
struct HeaderTests {
    @Test(
        "The argument of -H is a name and a value",
        arguments: [
            ("Accept: text/html", "Accept", "text/html"), ("Foo:bar", "Foo", "bar"), ("Empty:", "Empty", ""),
            ("X:  a  b \t", "X", "a  b"), ("Time: 12:30", "Time", "12:30"),
            ("X-Name: Gr\u{FC}n", "X-Name", "Gr\u{FC}n"),
            ("host: example.org", "host", "example.org"), ("X-Tab: a\tb", "X-Tab", "a\tb"),
        ]
    )
    func taken(argument: String, name: String, value: String) throws {
        let header = try Header(argument: argument)
        #expect(header.name == name)
        #expect(header.value == value)
    }

    @Test(
        "What may not be sent is refused",
        arguments: [
            ("Accept", "invalid header 'Accept': write 'Name: value'"),
            ("", "invalid header '': write 'Name: value'"),
            (": x", "invalid header name '': write letters, digits and '-' without blanks"),
            ("A b: x", "invalid header name 'A b': write letters, digits and '-' without blanks"),
            ("A : x", "invalid header name 'A ': write letters, digits and '-' without blanks"),
            ("Gr\u{FC}n: x", "invalid header name 'Gr\u{FC}n': write letters, digits and '-' without blanks"),
            ("A\r\nB: x", "invalid header name 'A\u{FFFD}\u{FFFD}B': write letters, digits and '-' without blanks"),
            ("A: x\r\nB: y", "invalid value of the header 'A': it has a line break or a control character"),
            ("A: x\ny", "invalid value of the header 'A': it has a line break or a control character"),
            ("A: \0", "invalid value of the header 'A': it has a line break or a control character"),
            ("A: \u{7F}", "invalid value of the header 'A': it has a line break or a control character"),
            ("content-length: 5", "the header 'content-length' follows from the body; remove it"),
            ("Transfer-Encoding: chunked", "the header 'Transfer-Encoding' follows from the body; remove it"),
        ]
    )
    func refused(argument: String, error: String) {
        #expect(message { _ = try Header(argument: argument) } == error)
    }

    @Test("A later header takes the place of an earlier one of the same name")
    func replacing() throws {
        let given = try ["A: 1", "B: 2", "a: 3", "C: 4"].map { try Header(argument: $0) }
        let merged = [].replacing(with: given)
        #expect(merged.map(\.name) == ["a", "B", "C"])
        #expect(merged.map(\.value) == ["3", "2", "4"])
        #expect(merged.value(of: "A") == "3")
        #expect(merged.value(of: "D") == nil)
    }
}
