package import YAML

/// A table in a CSV file (RFC 4180) whose first line names its columns.
package struct CSVTable: Sendable {
    /// The names in the first line.
    package let names: [String]
    /// The fields of the other lines, as many in each as there are names.
    package let rows: [[[UInt8]]]

    /// Reads a file of at least one line beside the names.
    package init(_ file: InputFile) throws(YAMLError) {
        var lines = CSVLines(file)
        guard let head = try lines.next() else {
            throw YAMLError("it is empty; the first line names the columns", file: file.path)
        }
        var names: [String] = []
        for field in head.fields {
            guard let name = String(validating: field, as: UTF8.self), !name.isEmpty else {
                throw YAMLError("the first line names the columns, and one has no name in UTF-8", at: head.position)
            }
            guard !names.contains(name) else {
                throw YAMLError("the column '\(name)' stands here twice", at: head.position)
            }
            names.append(name)
        }
        var rows: [[[UInt8]]] = []
        while let line = try lines.next() {
            // A blank line, as many files have at their end.
            if line.fields == [[]], names.count > 1 { continue }
            guard line.fields.count == names.count else {
                throw YAMLError(
                    "this line has \(line.fields.count) fields, and the first line names \(names.count) columns",
                    at: line.position
                )
            }
            rows.append(line.fields)
        }
        guard !rows.isEmpty else { throw YAMLError("it has no line of values behind its names", file: file.path) }
        self.names = names
        self.rows = rows
    }
}

/// The lines of a CSV file: a quoted field may go over several.
private struct CSVLines {
    private let file: InputFile
    private var index = 0
    private var line = 1

    init(_ file: InputFile) {
        self.file = file
        // A byte order mark is no part of the first name.
        if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The fields of the next line, and where it begins; nil at the end.
    mutating func next() throws(YAMLError) -> (fields: [[UInt8]], position: YAMLPosition)? {
        guard index < file.bytes.count else { return nil }
        let position = YAMLPosition(file: file.path, line: line, column: 1)
        var fields: [[UInt8]] = []
        repeat { fields.append(try field(position)) } while passes(UInt8(ascii: ","))
        if !passes(13) || index < file.bytes.count { _ = passes(10) }
        line += 1
        return (fields, position)
    }

    private mutating func field(_ position: YAMLPosition) throws(YAMLError) -> [UInt8] {
        guard passes(UInt8(ascii: "\"")) else {
            let start = index
            while index < file.bytes.count, !isEnd(file.bytes[index]) { index += 1 }
            return Array(file.bytes[start..<index])
        }
        var bytes: [UInt8] = []
        while index < file.bytes.count {
            let byte = file.bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                guard passes(UInt8(ascii: "\"")) else {
                    guard index == file.bytes.count || isEnd(file.bytes[index]) else {
                        throw YAMLError(
                            "text follows the end of a quoted field; double the quotes within it",
                            at: position
                        )
                    }
                    return bytes
                }
            }
            if byte == 10 { line += 1 }
            bytes.append(byte)
        }
        throw YAMLError("a quoted field that begins here has no end", at: position)
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 10 || byte == 13 }

    private mutating func passes(_ byte: UInt8) -> Bool {
        guard index < file.bytes.count, file.bytes[index] == byte else { return false }
        index += 1
        return true
    }
}
