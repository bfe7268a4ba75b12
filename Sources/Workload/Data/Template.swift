internal import YAML

/// A text with places for values: `/users/{{id}}`.
package struct Template: Equatable, Sendable {
    /// How a value is written at its place.
    package enum Writing: Equatable, Sendable {
        /// As it is, in a body.
        case asIs
        /// As it is, in a header.
        case header
        /// In a path or query: all bytes but letters, digits and `-._~` as `%XX` (RFC 3986, section 2.3).
        case path
        /// Within a string of JSON.
        case json
    }

    /// A part of it.
    package enum Part: Equatable, Sendable {
        case text([UInt8])
        /// The value with this number of a `DataSet`.
        case value(Int, Writing)
    }

    /// Its parts in order.
    package let parts: [Part]

    /// Whether there is a place for a value.
    package var hasValues: Bool {
        parts.contains { if case .value = $0 { true } else { false } }
    }

    /// The places in `bytes`, each a name of `data` between doubled braces.
    ///
    /// - Parameter writing: how values are written. In JSON, a string that is nothing but a place for a number becomes that number.
    init(_ bytes: [UInt8], _ data: DataSet, _ writing: Writing) throws(WorkloadError) {
        var parts: [Part] = []
        var text: [UInt8] = []
        var rest = bytes[...]
        while let place = Template.place(in: rest) {
            let name = String(decoding: rest[place.name], as: UTF8.self)
            guard let number = data.names.firstIndex(of: name) else {
                let near = nearestWord(to: name, among: data.names).map { "; did you mean '\($0)'?" }
                throw WorkloadError(
                    "there is no data named '\(name)'" + (near ?? ": there is \(data.names.joined(separator: ", "))")
                )
            }
            if writing == .header, data.hasControls(number) { throw WorkloadError.controls(name) }
            text += rest[rest.startIndex..<place.whole.lowerBound]
            rest = rest[place.whole.upperBound...]
            let isNumber = writing == .json && data.isNumber(number) && text.last == UInt8(ascii: "\"")
            if isNumber, rest.first == UInt8(ascii: "\""), rest.dropFirst().first != UInt8(ascii: ":") {
                text.removeLast()
                rest = rest.dropFirst()
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = []
            parts.append(.value(number, writing))
        }
        text += rest
        if !text.isEmpty { parts.append(.text(text)) }
        self.parts = parts
    }

    /// Where the first place is, and the name in it without blanks around.
    private static func place(in bytes: ArraySlice<UInt8>) -> (whole: Range<Int>, name: Range<Int>)? {
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        var start = bytes.startIndex
        while start + 4 < bytes.endIndex {
            guard bytes[start] == open, bytes[start + 1] == open else {
                start += 1
                continue
            }
            var end = start + 2
            while end < bytes.endIndex, bytes[end] != close, bytes[end] != open { end += 1 }
            if end + 1 < bytes.endIndex, bytes[end] == close, bytes[end + 1] == close {
                var name = start + 2..<end
                while let first = name.first, bytes[first] == 32 { name = first + 1..<name.upperBound }
                while let last = name.last, bytes[last] == 32 { name = name.lowerBound..<last }
                if !name.isEmpty { return (start..<end + 2, name) }
            }
            start += 1
        }
        return nil
    }
}

extension WorkloadError {
    fileprivate static func controls(_ name: String) -> WorkloadError {
        WorkloadError(
            "the data '\(name)' has values with a line break or a control character, which no header may have"
        )
    }
}

/// The parts of a request that have places for values.
package struct RequestTemplate: Sendable {
    /// The path with its query.
    package let target: Template
    /// The values of the headers, in their order.
    package let headers: [Template]
    /// The body.
    package let body: Template

    /// Whether there is a place for a value.
    package var hasValues: Bool {
        target.hasValues || body.hasValues || headers.contains(where: \.hasValues)
    }
}

extension Request {
    /// The request with places for values of `data`.
    ///
    /// - Parameter isJSON: whether its body is JSON that is known to be valid.
    package func filled(with data: DataSet, isJSON: Bool) throws(WorkloadError) -> Request {
        guard !data.isEmpty else { return self }
        var headers: [Template] = []
        for header in self.headers { headers.append(try Template(Array(header.value.utf8), data, .header)) }
        let template = RequestTemplate(
            target: try Template(Array(target.text.utf8), data, .path),
            headers: headers,
            body: try Template(body, data, isJSON ? .json : .asIs)
        )
        var filled = self
        filled.template = template.hasValues ? template : nil
        return filled
    }
}

extension Template.Writing {
    /// A value as it is written.
    package func written(_ value: [UInt8]) -> [UInt8] {
        switch self {
        case .asIs, .header: return value
        case .path:
            return value.flatMap { byte in
                byte.isUnreserved ? [byte] : [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        case .json:
            return value.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
                case 0..<32: Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
                default: [byte]
                }
            }
        }
    }
}

private func hexDigit(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
}

extension UInt8 {
    /// Whether it stands for itself in a URL (RFC 3986, section 2.3).
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
