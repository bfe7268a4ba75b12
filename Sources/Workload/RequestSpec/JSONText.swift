internal import JSON
package import YAML

extension YAMLNode {
    /// Reads a JSON file into the same tree as a YAML file, so that one reader serves both.
    ///
    /// libyaml does not read all of JSON (it refuses surrogate pairs and DEL, and folds U+2028). So jansson judges the
    /// whole text, and a walk over text that is known to be JSON finds where each value stands.
    package init(parsingJSON file: InputFile) throws(YAMLError) {
        do throws(JSONError) {
            _ = try file.bytes.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
                try JSONDocument(parsing: bytes)
            }
        } catch {
            let position = YAMLPosition(file: file.path, line: error.line, column: max(error.column, 1))
            throw YAMLError("this is not JSON: \(error.message)", at: position)
        }
        var walk = JSONWalk(file)
        self = try walk.value(depth: 1)
    }
}

/// A walk over the bytes of a valid JSON text.
private struct JSONWalk {
    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    private var line = 1
    private var column = 1

    init(_ file: InputFile) {
        bytes = file.bytes
        self.file = file.path
    }

    /// The value that comes next.
    mutating func value(depth: Int) throws(YAMLError) -> YAMLNode {
        let position = start()
        guard depth <= YAMLNode.depthLimit else {
            throw YAMLError("values are nested more than \(YAMLNode.depthLimit) deep", at: position)
        }
        switch bytes[index] {
        case UInt8(ascii: "{"): return YAMLNode(.mapping(try members(depth: depth)), at: position)
        case UInt8(ascii: "["): return YAMLNode(.sequence(try elements(depth: depth)), at: position)
        case UInt8(ascii: "\""):
            let text = string()
            return YAMLNode(.scalar(YAMLScalar(.string(text), text: text)), at: position)
        default: return YAMLNode(.scalar(try YAMLScalar(plain: word(), at: position)), at: position)
        }
    }

    private mutating func members(depth: Int) throws(YAMLError) -> [YAMLPair] {
        var pairs = YAMLPairList()
        while opensNext(until: UInt8(ascii: "}")) {
            let position = start()
            let key = string()
            try pairs.announce(key, at: position)
            _ = start()
            advance()  // the colon
            pairs.append(YAMLPair(key: key, at: position, value: try value(depth: depth + 1)))
        }
        return pairs.pairs
    }

    private mutating func elements(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while opensNext(until: UInt8(ascii: "]")) { items.append(try value(depth: depth + 1)) }
        return items
    }

    /// Passes the opening bracket or a comma and says whether a member follows; else passes the closing bracket.
    private mutating func opensNext(until close: UInt8) -> Bool {
        _ = start()
        if bytes[index] != close { advance() }
        _ = start()
        guard bytes[index] == close else { return true }
        advance()
        return false
    }

    /// Passes white space, and says where the next token begins.
    private mutating func start() -> YAMLPosition {
        while bytes[index] <= UInt8(ascii: " ") { advance() }
        return YAMLPosition(file: file, line: line, column: column)
    }

    /// Passes a string and decodes it.
    private mutating func string() -> String {
        let begin = index
        advance()
        while bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") { advance() }
            advance()
        }
        advance()
        let token = bytes[begin..<index]
        let decoded = token.withUnsafeBytes { try? JSONDocument(parsing: $0).root.string }
        guard let decoded else { fatalError("unreachable: jansson took this string before") }
        return decoded
    }

    /// Passes a number or a literal.
    private mutating func word() -> String {
        let begin = index
        while index < bytes.count, !" \t\r\n,]}".utf8.contains(bytes[index]) { advance() }
        return String(decoding: bytes[begin..<index], as: UTF8.self)
    }

    private mutating func advance() {
        if bytes[index] == UInt8(ascii: "\n") {
            line += 1
            column = 0
        }
        index += 1
        // Columns count characters: a byte that continues one has the form 10xxxxxx.
        if index < bytes.count && bytes[index] & 0xC0 != 0x80 { column += 1 }
    }
}
