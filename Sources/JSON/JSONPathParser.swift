/// One pass over the text of a path.
struct JSONPathParser {
    private let text: String
    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        self.text = text
        characters = Array(text)
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Step] {
        var steps: [JSONPath.Step] = []
        if peek == "$" {
            position += 1
        } else if peek != "[" {
            steps.append(.key(try bareName()))
        }
        while let next = peek {
            position += 1
            switch next {
            case ".": steps.append(.key(try bareName()))
            case "[": steps.append(try bracketed())
            default: throw failure("expected '.' or '['", at: position - 1)
            }
        }
        return steps
    }

    private var peek: Character? { position < characters.count ? characters[position] : nil }

    private mutating func bareName() throws(JSONPathError) -> String {
        let start = position
        while let next = peek, !next.isWhitespace, !".[]\"'".contains(next) { position += 1 }
        guard position > start else { throw failure("expected a name; quote odd names: [\"a name\"]", at: start) }
        return String(characters[start..<position])
    }

    private mutating func bracketed() throws(JSONPathError) -> JSONPath.Step {
        let step: JSONPath.Step =
            if let quote = peek, quote == "\"" || quote == "'" { .key(try quotedName(quote)) } else {
                .index(try index())
            }
        guard peek == "]" else { throw failure("expected ']'", at: position) }
        position += 1
        return step
    }

    private mutating func quotedName(_ quote: Character) throws(JSONPathError) -> String {
        let start = position
        var name = ""
        position += 1
        while let next = peek, next != quote {
            if next == "\\" { position += 1 }
            guard let kept = peek else { break }
            name.append(kept)
            position += 1
        }
        guard peek == quote else { throw failure("the quote that opens here is never closed", at: start) }
        position += 1
        return name
    }

    private mutating func index() throws(JSONPathError) -> Int {
        let start = position
        while let next = peek, ("0"..."9").contains(next) { position += 1 }
        guard let index = Int(String(characters[start..<position])) else {
            throw failure("expected an index from 0 or a quoted name", at: start)
        }
        return index
    }

    private func failure(_ message: String, at index: Int) -> JSONPathError {
        JSONPathError(text: text, column: index + 1, message: message)
    }
}
