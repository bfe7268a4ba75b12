internal import COpenSSL
import Glibc

/// The server's end of TLS on one connection.
///
/// Unchecked, because only the thread of that connection uses it.
final class ServerTLS: @unchecked Sendable {
    private let session: OpaquePointer

    /// Shakes hands on `descriptor`; nil if the client does not.
    init?(_ descriptor: Int32, _ certificates: Certificates) {
        // OpenSSL writes without MSG_NOSIGNAL; this thread is the connection's own.
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, nil)
        let context = SSL_CTX_new(TLS_server_method())
        defer { SSL_CTX_free(context) }
        SSL_CTX_use_certificate_chain_file(context, certificates.server)
        SSL_CTX_use_PrivateKey_file(context, certificates.serverKey, SSL_FILETYPE_PEM)
        guard let made = SSL_new(context) else { return nil }
        session = made
        SSL_set_fd(session, descriptor)
        guard SSL_accept(session) == 1 else { return nil }
    }

    deinit { SSL_free(session) }

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
