internal import CCurl
internal import COpenSSL

/// What a `Connector` knows of a connection's TLS: its session, which libcurl does not show once the connection is open,
/// and the last ticket of the server, for a shorter handshake next time.
///
/// Its address is the context of OpenSSL's callbacks.
struct TLSSessions {
    /// What certificates are verified against; nil lets libcurl see to it.
    let trust: Unmanaged<TrustStore>?
    /// Whether tickets are kept.
    let reuses: Bool
    /// The session of the connection that is being opened or is open.
    var session: OpaquePointer?
    /// What resumes it on the next connection, owned here.
    private var ticket: OpaquePointer?

    /// - Parameter trust: outlives the value.
    init(trust: TrustStore?, reuses: Bool) {
        self.trust = trust.map { Unmanaged.passUnretained($0) }
        self.reuses = reuses
    }

    /// Starts the callbacks, with the value's own stable address as their context.
    static func listen(_ easy: borrowing EasyHandle, at address: UnsafeMutablePointer<TLSSessions>) {
        easy.onTLSContext(contextMade, address)
    }

    /// Gives back what it owns.
    mutating func free() {
        SSL_SESSION_free(ticket)
        ticket = nil
    }

    /// A handshake starts; what TLS 1.3 sends after it starts another one, of the same session.
    fileprivate mutating func starts(_ session: OpaquePointer) {
        guard self.session == nil else { return }
        self.session = session
        if let ticket { SSL_set_session(session, ticket) }
    }

    fileprivate mutating func keep(_ ticket: OpaquePointer) {
        SSL_SESSION_free(self.ticket)
        self.ticket = ticket
    }
}

/// Where an `SSL_CTX` keeps the address of its `TLSSessions`.
private let contextIndex = copenssl_new_context_index()

private func sessions(of session: OpaquePointer) -> UnsafeMutablePointer<TLSSessions>? {
    SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), contextIndex)?.assumingMemoryBound(to: TLSSessions.self)
}

private func contextMade(
    _: UnsafeMutableRawPointer?,
    _ tls: UnsafeMutableRawPointer?,
    _ address: UnsafeMutableRawPointer?
) -> CURLcode {
    guard let tls, let address else { return CURLE_SSL_CERTPROBLEM }
    let context = OpaquePointer(tls)
    let sessions = address.assumingMemoryBound(to: TLSSessions.self)
    SSL_CTX_set_ex_data(context, contextIndex, address)
    SSL_CTX_set_info_callback(context, stateChanged)
    // Also without reuse: libcurl's own callback needs a transfer that is under way.
    SSL_CTX_sess_set_new_cb(context, ticketCame)
    sessions.pointee.trust?.takeUnretainedValue().lend(to: context)
    return CURLE_OK
}

private func stateChanged(_ session: OpaquePointer?, _ what: Int32, _: Int32) {
    guard let session, what & SSL_CB_HANDSHAKE_START != 0 else { return }
    sessions(of: session)?.pointee.starts(session)
}

/// - Returns: 1 where the ticket is kept and so owned here.
private func ticketCame(_ session: OpaquePointer?, _ ticket: OpaquePointer?) -> Int32 {
    guard let session, let ticket, let sessions = sessions(of: session), sessions.pointee.reuses else { return 0 }
    sessions.pointee.keep(ticket)
    return 1
}
