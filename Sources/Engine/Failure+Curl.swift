internal import CCurl
internal import Glibc
internal import Statistics

extension Failure {
    /// Why a connection could not be had, from libcurl's code and the system's error number.
    init(connecting code: CURLcode, _ easy: UnsafeMutableRawPointer) {
        let errno = Int32(truncatingIfNeeded: EasyHandle.long(easy, CURLINFO_OS_ERRNO))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self.init(kind: .resolve, errno: 0, code: code.rawValue)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CLIENTCERT, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self.init(kind: .tls, errno: 0, code: code.rawValue)
        case CURLE_OPERATION_TIMEDOUT:
            self.init(kind: .connect, errno: ETIMEDOUT, code: code.rawValue)
        default:
            self.init(kind: .connect, errno: errno, code: code.rawValue)
        }
    }

    /// Why the answer to a request that was sent did not come whole.
    ///
    /// - Parameter isTLS: whether the connection is encrypted.
    init(exchanging code: CURLcode, _ easy: UnsafeMutableRawPointer, isTLS: Bool) {
        let errno = Int32(truncatingIfNeeded: EasyHandle.long(easy, CURLINFO_OS_ERRNO))
        switch code {
        case CURLE_SEND_ERROR where errno != 0:
            self.init(kind: .write, errno: errno, code: code.rawValue)
        case CURLE_RECV_ERROR where errno == 0 && !isTLS:
            // The system had nothing to complain of: libcurl could not make sense of a chunk.
            self.init(kind: .protocol, errno: 0, code: CURLE_WEIRD_SERVER_REPLY.rawValue)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING:
            self.init(kind: .read, errno: 0, code: code.rawValue)
        case CURLE_RECV_ERROR:
            self.init(kind: .read, errno: errno, code: code.rawValue)
        case CURLE_COULDNT_CONNECT, CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_ERROR:
            // libcurl wanted to send the request again on a new connection, and was not let, or has given that up (a
            // "send error" without the system's): the server had closed the one it was sent on.
            self.init(kind: .read, errno: 0, code: CURLE_GOT_NOTHING.rawValue)
        default:
            self.init(kind: .protocol, errno: 0, code: code.rawValue)
        }
    }

    /// An answer that libcurl liked, in another version of HTTP than the one asked for.
    static let otherVersion = Failure(kind: .protocol, errno: 0, code: CURLE_OK.rawValue)

    /// No answer in HTTP/2 from a server that was believed to speak it.
    static let notHTTP2 = Failure(kind: .protocol, errno: 0, code: CURLE_HTTP2.rawValue)

    /// A sentence for people.
    var message: String {
        switch CURLcode(rawValue: code) {
        case CURLE_OK where kind == .timeout: return "no answer within the timeout"
        case CURLE_OK: return "the server does not speak HTTP/2: it answered in HTTP/1.1"
        case CURLE_GOT_NOTHING: return "connection closed by the server before its answer"
        case CURLE_PARTIAL_FILE: return "connection closed by the server within its answer"
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: return "the answer is not HTTP"
        case CURLE_HTTP2: return "the server does not speak HTTP/2, or breaks its rules"
        default: return errno != 0 ? systemMessage(errno) : EasyHandle.describe(CURLcode(rawValue: code))
        }
    }
}
