internal import COpenSSL
import Glibc

/// The server's end of TLS on one connection.
///
/// Unchecked, because only the thread of that connection uses it.
final class ServerTLS: @unchecked Sendable {
    private let session: OpaquePointer

    /// What all connections of a server share.
    ///
    /// Unchecked, because OpenSSL locks it itself.
    final class Context: @unchecked Sendable {
        fileprivate let pointer = SSL_CTX_new(TLS_server_method())

        /// - Parameter demandsCertificate: whether clients without a certificate are refused.
        init(_ certificates: Certificates, demandsCertificate: Bool) {
            SSL_CTX_use_certificate_chain_file(pointer, certificates.server)
            SSL_CTX_use_PrivateKey_file(pointer, certificates.serverKey, SSL_FILETYPE_PEM)
            let mode = demandsCertificate ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE
            SSL_CTX_set_verify(pointer, mode, nil)
        }

        deinit { SSL_CTX_free(pointer) }
    }

    /// Shakes hands on `descriptor`; nil if the client does not.
    init?(_ descriptor: Int32, _ context: Context) {
        // OpenSSL writes without MSG_NOSIGNAL; this thread is the connection's own.
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, nil)
        guard let made = SSL_new(context.pointer) else { return nil }
        session = made
        SSL_set_fd(session, descriptor)
        guard SSL_accept(session) == 1 else { return nil }
    }

    deinit { SSL_free(session) }

    /// Whether the client resumed an earlier session.
    var isResumed: Bool { SSL_session_reused(session) == 1 }

    /// Reads as `recv` does.
    func read(_ buffer: inout [UInt8]) -> Int {
        Int(SSL_read(session, &buffer, Int32(buffer.count)))
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8]) {
        SSL_write(session, bytes, Int32(bytes.count))
    }

    /// Says in order that nothing more will come.
    func closeNotify() {
        SSL_shutdown(session)
    }
}
