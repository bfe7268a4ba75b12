/// How an answer breaks the rules of HTTP/1.1 (RFC 9112), in few distinct values so that they can be tallied.
enum HTTPViolation: UInt8, CaseIterable, Error {
    /// It does not begin with `HTTP/1.`, a minor version and a status.
    case notHTTP
    /// `HTTP/1.2` and above, or `HTTP/2` as text.
    case version
    /// The status is not three digits, the first of them not 0.
    case status
    /// 101, though no other protocol was asked for.
    case switchedProtocols
    /// A header line without a colon, or a name with a character that names do not have.
    case headerName
    /// A control character in a header, or a CR that no LF follows.
    case controlCharacter
    /// A continuation line where none can be: first, or after a header that frames the answer (section 5.2).
    case folding
    /// The head, interim answers included, is longer than `ResponseParser.mostHeadBytes`.
    case headTooLong
    /// `Content-Length` is not a number, or one that is too large.
    case contentLength
    /// Two different values of `Content-Length`.
    case conflictingLengths
    /// Both `Content-Length` and `Transfer-Encoding` (section 6.3: a sign of smuggling).
    case lengthAndCoding
    /// `Transfer-Encoding` in HTTP/1.0, or with `chunked` more than once, before another coding (section 6.1) or with
    /// parameters.
    case transferCoding
    /// The size of a chunk is no hexadecimal number, or one that is too large.
    case chunkSize
    /// A chunk does not end with CRLF where its size says.
    case chunkEnd
    /// The line of a chunk's size is longer than `ResponseParser.mostChunkLineBytes`.
    case chunkLineTooLong
    /// Bytes that belong to no request.
    case excess

    /// A sentence for people.
    var message: String {
        switch self {
        case .notHTTP: "the answer is not HTTP"
        case .version: "the answer is in another version of HTTP than 1.0 and 1.1"
        case .status: "the answer's status is not a number from 100 to 999"
        case .switchedProtocols: "the server switched to another protocol (101), which was not asked for"
        case .headerName: "a header of the answer has no name, or one with a forbidden character"
        case .controlCharacter: "a header of the answer holds a control character"
        case .folding: "a header of the answer is folded where that is forbidden"
        case .headTooLong: "the head of the answer is longer than \(ResponseParser.mostHeadBytes >> 10) KiB"
        case .contentLength: "the answer's Content-Length is not a length"
        case .conflictingLengths: "the answer has two different values of Content-Length"
        case .lengthAndCoding: "the answer has both Content-Length and Transfer-Encoding"
        case .transferCoding: "the answer's Transfer-Encoding cannot be followed"
        case .chunkSize: "the size of a chunk of the answer is not a hexadecimal number"
        case .chunkEnd: "a chunk of the answer does not end where its size says"
        case .chunkLineTooLong: "the line before a chunk of the answer is longer than 16 KiB"
        case .excess: "the server sent more bytes than its answer has"
        }
    }
}
