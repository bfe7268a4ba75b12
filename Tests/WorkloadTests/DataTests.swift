import Statistics
import Testing
import Workload
import YAML

/// Values that change from request to request.
@Suite struct DataTests {
    private func table(_ text: String) throws -> CSVTable {
        try CSVTable(InputFile(path: "users.csv", bytes: Array(text.utf8)))
    }

    private func texts(_ table: CSVTable) -> [[String]] {
        table.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    // MARK: - CSV

    @Test(
        "a CSV file's first line names its columns",
        arguments: [
            ("a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]]), ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
            ("a,b\n\"x,\"\"y\"\"\nz\",\n", [["x,\"y\"\nz", ""]]), ("\u{FEFF}a,b\nü, c \n\n", [["ü", " c "]]),
        ]
    )
    func csv(text: String, rows: [[String]]) throws {
        let table = try table(text)
        #expect(table.names == ["a", "b"] && texts(table) == rows)
    }

    @Test("of one column, an empty line is an empty value")
    func oneColumn() throws {
        #expect(texts(try table("a\n1\n\n2\n")) == [["1"], [""], ["2"]])
    }

    @Test(
        "what is wrong with a CSV file is told with its line",
        arguments: [
            ("", "users.csv: it is empty; the first line names the columns"),
            ("a,b\n", "users.csv: it has no line of values behind its names"),
            ("a,a\n1,2\n", "users.csv:1:1: the column 'a' stands here twice"),
            ("a,\n1,2\n", "users.csv:1:1: the first line names the columns, and one has no name in UTF-8"),
            ("a,b\n1,2\n3\n", "users.csv:3:1: this line has 1 fields, and the first line names 2 columns"),
            ("a,b\n\"1\n2\",3\n4,5,6\n", "users.csv:4:1: this line has 3 fields, and the first line names 2 columns"),
            ("a\n\"1\n", "users.csv:2:1: a quoted field that begins here has no end"),
            ("a\n\"1\"2\n", "users.csv:2:1: text follows the end of a quoted field; double the quotes within it"),
        ]
    )
    func wrongCSV(text: String, expected: String) {
        #expect(message { _ = try table(text) } == expected)
    }

    // MARK: - Values

    private func values(_ generator: DataSet.Generator, count: Int, worker: Int = 0, of workers: Int = 1) -> [String] {
        var data = DataSet()
        data.add("x", generator)
        var picker = DataPicker(data, worker: worker, of: workers, seed: 1)
        return (0..<count).map { _ in
            picker.beginRequest()
            let value = picker.value(0)
            // The same for the whole request.
            #expect(picker.value(0) == value)
            return String(decoding: value, as: UTF8.self)
        }
    }

    @Test("generators give what they say")
    func generators() {
        let ints = values(.int(-2, 2), count: 500).compactMap { Int($0) }
        #expect(ints.count == 500 && Set(ints) == [-2, -1, 0, 1, 2])
        let reals = values(.uniform(0.5, 1.5), count: 500).compactMap { Double($0) }
        #expect(reals.count == 500 && reals.allSatisfy { (0.5..<1.5).contains($0) } && Set(reals).count > 490)
        #expect(Set(values(.choice([Array("a".utf8), Array("b".utf8)]), count: 100)) == ["a", "b"])
        #expect(Set(values(.uuid, count: 100)).count == 100)
        #expect(values(.sequence(start: 5, step: -2), count: 3) == ["5", "3", "1"])
        #expect(values(.int(.min, .max), count: 9).allSatisfy { Int($0) != nil })
    }

    @Test("a sequence gives each number once, all workers together")
    func sequences() {
        let all = (0..<3).flatMap { values(.sequence(start: 10, step: 1), count: 4, worker: $0, of: 3) }
        #expect(all.compactMap { Int($0) }.sorted() == Array(10..<22))
    }

    @Test("lines of a file are dealt to the workers in turn, and begin anew at the end", arguments: [1, 2])
    func lines(workers: Int) throws {
        var data = DataSet()
        #expect(data.add(try table("id,name\n1,a\n2,b\n3,c\n")) == nil)
        let dealt = (0..<workers).map { worker in
            var picker = DataPicker(data, worker: worker, of: workers, seed: 1)
            return (0..<4).map { _ in
                picker.beginRequest()
                return String(decoding: picker.value(0) + picker.value(1), as: UTF8.self)
            }
        }
        #expect(
            dealt
                == (workers == 1
                    ? [["1a", "2b", "3c", "1a"]] : [["1a", "3c", "2b", "1a"], ["2b", "1a", "3c", "2b"]])
        )
        data.order = .random
        var picker = DataPicker(data, worker: 0, of: 1, seed: 1)
        let drawn = (0..<50).map { _ in
            picker.beginRequest()
            return String(decoding: picker.value(0) + picker.value(1), as: UTF8.self)
        }
        #expect(Set(drawn) == ["1a", "2b", "3c"])
    }

    // MARK: - Places

    private let spec = """
        version: 1
        data:
          id: { int: [7, 7] }
          word: { choice: ['a "b"/ü'] }
        requests:
        """

    private func written(_ template: Template?) -> String {
        let values = ["7", "a \"b\"/ü"].map { Array($0.utf8) }
        let bytes = (template?.parts ?? []).flatMap { part in
            switch part {
            case .text(let text): text
            case .value(let number, let writing): writing.written(values[number])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("values stand in path, headers and bodies, each written as it must be there")
    func places() throws {
        let request = "  - { post: '/{{ word }}/{{id}}', headers: { X: 'v{{id}}' }, body: '{{word}} {id} {{{id}}}' }"
        let template = try #require(mix("\(spec)\n\(request)").requests[0].template)
        #expect(written(template.target) == "/a%20%22b%22%2F%C3%BC/7")
        #expect(written(template.headers[0]) == "v7" && written(template.body) == "a \"b\"/ü {id} {7}")
    }

    @Test("in JSON, texts are escaped, and a string that is nothing but a number's place is that number")
    func json() throws {
        let request = "  - { post: /, json: { n: '{{id}}', t: 'x{{id}}', w: '{{word}}', '{{id}}': 1 } }"
        let template = try #require(mix("\(spec)\n\(request)").requests[0].template)
        #expect(written(template.body) == #"{"n":7,"t":"x7","w":"a \"b\"/ü","7":1}"#)
    }

    @Test("without data, braces are only braces, and a request without a place stays as it is")
    func noPlaces() throws {
        #expect(try mix("version: 1\nrequests: [{ get: '/{{id}}' }]").requests[0].template == nil)
        let mix = try mix("\(spec)\n  - get: /plain\n  - get: '/{{id}}'")
        #expect(mix.requests.map { $0.template != nil } == [false, true] && mix.changes)
    }

    @Test(
        "what is wrong with data is told with its place",
        arguments: [
            ("data: { x: { int: [2, 1] } }", "spec.yaml:2:19: expected [lowest, highest], found"),
            ("data: { x: { int: [1] } }", "spec.yaml:2:19: expected [lowest, highest]"),
            ("data: { x: { uniform: [a, 1] } }", "spec.yaml:2:24: expected a number"),
            ("data: { x: { choice: [] } }", "spec.yaml:2:22: expected at least one text"),
            ("data: { x: { uuid: 7 } }", "spec.yaml:2:20: expected 4, found the number 7"),
            ("data: { x: { sequence: [1, 2, 3] } }", "spec.yaml:2:24: expected a start, or [start, step]"),
            ("data: { x: { ints: [1, 2] } }", "spec.yaml:2:14: unknown key 'ints'; did you mean 'int'?"),
            ("data: { 'x y': { uuid: 4 } }", "spec.yaml:2:9: a name of data has letters, digits"),
            ("data_file: no.csv", "spec.yaml:2:12: no.csv: cannot open it: No such file or directory"),
            ("data_order: random", "spec.yaml:2:13: data_order is that of a file: add data_file"),
        ]
    )
    func wrongData(line: String, expected: String) {
        let found = message { _ = try mix("version: 1\n\(line)\nrequests: [{ get: / }]") }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "")")
    }

    @Test("a place for what there is not, and a line break in a header, are told")
    func wrongPlaces() {
        let unknown = message { _ = try mix("\(spec)\n  - get: '/{{wrod}}'") }
        #expect(unknown == "spec.yaml:6:5: there is no data named 'wrod'; did you mean 'word'?")
        let text = "version: 1\ndata: { x: { choice: [\"a\\nb\"] } }\nrequests: [{ get: /, headers: { X: '{{x}}' } }]"
        let broken = "the data 'x' has values with a line break or a control character, which no header may have"
        #expect(message { _ = try mix(text) } == "spec.yaml:3:12: \(broken)")
    }
}
