internal import JSON

/// One entry of the `detail` with which FastAPI explains a 422.
struct ValidationProblem {
    /// What is wrong, by pydantic's name for it.
    enum Kind: String {
        case missing
        case floatParsing = "float_parsing"
        case floatType = "float_type"
        case finiteNumber = "finite_number"
        case notAnObject = "model_attributes_type"

        /// pydantic's sentence for it.
        var message: String {
            switch self {
            case .missing: "Field required"
            case .floatParsing: "Input should be a valid number, unable to parse string as a number"
            case .floatType: "Input should be a valid number"
            case .finiteNumber: "Input should be a finite number"
            case .notAnObject: "Input should be a valid dictionary or object to extract fields from"
            }
        }
    }

    /// What the client sent there.
    enum Input {
        case nothing
        case text(String)
        case value(JSONNode)
    }

    let kind: Kind
    /// The member of the body that is wrong, or nil for the body itself.
    let field: String?
    let input: Input

    func write(to out: inout JSONWriter) {
        out.beginObject()
        out.key("type")
        out.string(kind.rawValue)
        out.key("loc")
        out.beginArray()
        out.string("body")
        if let field { out.string(field) }
        out.endArray()
        out.key("msg")
        out.string(kind.message)
        out.key("input")
        switch input {
        case .nothing: out.null()
        case .text(let text): out.string(text)
        case .value(let node): out.node(node)
        }
        out.endObject()
    }
}

extension JSONError {
    /// Writes the `detail` entry for a body that does not parse; the reason is jansson's, not Python's.
    func writeProblem(to out: inout JSONWriter) {
        out.beginObject()
        out.key("type")
        out.string("json_invalid")
        out.key("loc")
        out.beginArray()
        out.string("body")
        out.integer(offset)
        out.endArray()
        out.key("msg")
        out.string("JSON decode error")
        out.key("input")
        out.beginObject()
        out.endObject()
        out.key("ctx")
        out.beginObject()
        out.key("error")
        out.string(description)
        out.endObject()
        out.endObject()
    }
}
