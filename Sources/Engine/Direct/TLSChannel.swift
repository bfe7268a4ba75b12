internal import COpenSSL
internal import Glibc
internal import Statistics

/// The TLS session of a connection that libcurl opened, read and written without libcurl.
///
/// This file is the only one that calls `SSL_read` and `SSL_write`.
struct TLSChannel {
    private let session: OpaquePointer

    /// What came of reading or writing.
    enum Outcome {
        case bytes(Int)
        case wantsRead
        case wantsWrite
        /// The server has ended TLS in order, or the connection without it.
        case ended
        case failed(Failure)
    }

    /// Takes over the session of an open connection.
    ///
    /// libcurl's own input and output need a transfer that is under way, so that the first reset would crash in them:
    /// the session gets the socket itself.
    init(_ session: OpaquePointer, socket: Int32) {
        self.session = session
        SSL_set_fd(session, socket)
        copenssl_accept_any_end(session)
        // One system call for a record instead of two.
        SSL_set_read_ahead(session, 1)
    }

    /// Whether more was read from the socket than has been asked for.
    var hasPending: Bool { SSL_has_pending(session) == 1 }

    func read(_ buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        ERR_clear_error()
        errno = 0
        let count = SSL_read(session, buffer.baseAddress, Int32(buffer.count))
        return count > 0 ? .bytes(Int(count)) : problem(.read, count, errno)
    }

    /// Writes all of `bytes`, or none; after `wantsWrite` the same bytes are to be written again.
    func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        ERR_clear_error()
        errno = 0
        let count = SSL_write(session, bytes.baseAddress, Int32(bytes.count))
        return count > 0 ? .bytes(Int(count)) : problem(.write, count, errno)
    }

    private func problem(_ kind: ErrorKind, _ result: Int32, _ errno: Int32) -> Outcome {
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .ended
        case SSL_ERROR_SYSCALL: return errno == 0 ? .ended : .failed(.system(kind, errno))
        default:
            let alert = copenssl_received_alert()
            return .failed(alert != 0 ? .alert(alert) : .tls)
        }
    }
}
