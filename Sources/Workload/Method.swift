/// The method of a request, any token (RFC 9110, section 9.1); case matters.
package struct Method: Equatable, Sendable {
    /// The method as it is sent.
    package let text: String

    /// Takes any token.
    package init(_ text: String) throws(WorkloadError) {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isTokenByte) else {
            throw WorkloadError("invalid method '\(text)': write letters without blanks, such as GET or POST")
        }
        self.text = text
    }

    /// Takes what is known to be a token.
    init(token: String) {
        text = token
    }

    /// `GET`, the method of a request that names none.
    package static let get = Method(token: "GET")
}
