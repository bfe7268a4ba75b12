/// One header field of a request.
package struct Header: Equatable, Sendable {
    /// The name as given; case does not matter (RFC 9110, section 5.1).
    package let name: String
    /// The value without blanks around it.
    package let value: String

    /// Takes a name and a value that may be sent.
    ///
    /// The fields that frame the message are refused: they follow from the body, and a wrong one makes the server read
    /// the next request as part of this one.
    package init(name: String, value: String) throws(WorkloadError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenByte) else {
            throw WorkloadError("invalid header name '\(name)': write letters, digits and '-' without blanks")
        }
        guard !["content-length", "transfer-encoding"].contains(name.lowercased()) else {
            throw WorkloadError("the header '\(name)' follows from the body; remove it")
        }
        // A tab is the one control character that a field value may hold (section 5.5).
        guard !value.utf8.contains(where: { $0.isControl && $0 != UInt8(ascii: "\t") }) else {
            throw WorkloadError("invalid value of the header '\(name)': it has a line break or a control character")
        }
        self.name = name
        self.value = String(value.trimmingBlanks)
    }

    /// Takes the argument of `-H`, such as `Accept: text/html`; the blank may be missing, the value empty.
    package init(argument: String) throws(WorkloadError) {
        guard let colon = argument.firstIndex(of: ":") else {
            throw WorkloadError("invalid header '\(argument)': write 'Name: value'")
        }
        try self.init(name: String(argument[..<colon]), value: String(argument[argument.index(after: colon)...]))
    }

    private init(checkedName name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// What says that the body is JSON.
    static let jsonContentType = Header(checkedName: "Content-Type", value: "application/json")

    /// Whether the name is `other`, whatever the case of the letters.
    func isNamed(_ other: String) -> Bool { name.lowercased() == other.lowercased() }
}

extension [Header] {
    /// The value of the field `name`, whatever the case of its letters.
    package func value(of name: String) -> String? {
        first { $0.isNamed(name) }?.value
    }

    /// Whether they ask for the connection to be closed after the answer (RFC 9112, section 9.6).
    package var asksToClose: Bool {
        guard var value = value(of: "Connection") else { return false }
        return value.withUTF8 { UnsafeRawBufferPointer($0).listsClose }
    }

    /// These headers, each of which a later one of the same name replaces where it stands; new ones come last.
    ///
    /// Like wrk, and unlike curl, a name is sent once.
    package func replacing(with later: [Header]) -> [Header] {
        var merged = self
        for header in later {
            if let index = merged.firstIndex(where: { $0.isNamed(header.name) }) {
                merged[index] = header
            } else {
                merged.append(header)
            }
        }
        return merged
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
