internal import CCurl
internal import Glibc
internal import Statistics

extension Failure {
    /// Why a connection could not be had, from libcurl's code and the system's error number.
    init(connecting code: CURLcode, _ easy: UnsafeMutableRawPointer) {
        let errno = Int32(truncatingIfNeeded: EasyHandle.long(easy, CURLINFO_OS_ERRNO))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(kind: .resolve, errno: 0, cause: .libcurl(code.rawValue))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CLIENTCERT, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self.init(kind: .tls, errno: 0, cause: .libcurl(code.rawValue))
        case CURLE_OPERATION_TIMEDOUT:
            self.init(kind: .connect, errno: ETIMEDOUT, cause: .libcurl(code.rawValue))
        default:
            self.init(kind: .connect, errno: errno, cause: .libcurl(code.rawValue))
        }
    }

    /// Why the answer to a request that was sent did not come whole.
    ///
    /// - Parameter isTLS: whether the connection is encrypted.
    init(exchanging code: CURLcode, _ easy: UnsafeMutableRawPointer, isTLS: Bool) {
        let errno = Int32(truncatingIfNeeded: EasyHandle.long(easy, CURLINFO_OS_ERRNO))
        switch code {
        case CURLE_SEND_ERROR where errno != 0:
            self.init(kind: .write, errno: errno, cause: .libcurl(code.rawValue))
        case CURLE_RECV_ERROR where errno == 0 && !isTLS:
            // The system had nothing to complain of: libcurl could not make sense of a chunk.
            self = .http(.notHTTP)
        case CURLE_PARTIAL_FILE:
            self = .closedWithinAnswer
        case CURLE_GOT_NOTHING:
            self = .closedBeforeAnswer
        case CURLE_RECV_ERROR:
            self.init(kind: .read, errno: errno, cause: .libcurl(code.rawValue))
        case CURLE_COULDNT_CONNECT, CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_ERROR:
            // libcurl wanted to send the request again on a new connection, and was not let, or has given that up (a
            // "send error" without the system's): the server had closed the one it was sent on.
            self = .closedBeforeAnswer
        default:
            self.init(kind: .protocol, errno: 0, cause: .libcurl(code.rawValue))
        }
    }

    /// No answer in HTTP/2 from a server that was believed to speak it.
    static let notHTTP2 = Failure(kind: .protocol, errno: 0, cause: .libcurl(CURLE_HTTP2.rawValue))

    /// A sentence for one of libcurl's codes.
    static func libcurlMessage(_ code: UInt32, _ errno: Int32) -> String {
        switch CURLcode(rawValue: code) {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: HTTPViolation.notHTTP.message
        case CURLE_HTTP2: "the server does not speak HTTP/2, or breaks its rules"
        default: errno != 0 ? systemMessage(errno) : EasyHandle.describe(CURLcode(rawValue: code))
        }
    }
}
