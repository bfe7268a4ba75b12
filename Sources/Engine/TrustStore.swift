internal import CCurl
internal import COpenSSL
internal import Workload

/// The certificates that servers are verified against: read once, for all connections.
///
/// By itself libcurl reads them for each connection. With the 140 authorities of a Debian system that took 11 ms and
/// 0.45 MB each, so that 200 connections of one worker were not open before their timeout.
///
/// Unchecked, because OpenSSL locks the store itself.
final class TrustStore: @unchecked Sendable {
    private let store: OpaquePointer

    /// What is trusted on the way to `target`.
    ///
    /// - Returns: nil where nothing is verified, or where libcurl must do it alone because it has another TLS library.
    /// - Throws: `EngineError.noCertificate` if the user's file holds none.
    init?(_ target: TargetURL, _ options: ConnectionOptions) throws(EngineError) {
        let isTLS = target.scheme == .https || options.proxy?.lowercased().hasPrefix("https:") == true
        guard isTLS, !options.isInsecure, Capabilities.sharesOpenSSL else { return nil }
        guard let made = X509_STORE_new() else { throw .libcurl("X509_STORE_new", "out of memory") }
        store = made
        // As libcurl: a trusted certificate need not be its own issuer.
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        if let file = options.authorityFile {
            // Only what the user trusts, and nothing of the system's.
            guard X509_STORE_load_file(store, file) == 1 else { throw .noCertificate(file: file) }
        } else {
            // Where libcurl looks. If nothing is there, no server is trusted, and the user is told of --cacert.
            let system = ccurl_version().pointee
            if let file = system.cainfo { X509_STORE_load_file(store, file) }
            if let folder = system.capath { X509_STORE_load_path(store, folder) }
        }
        ERR_clear_error()
    }

    deinit {
        X509_STORE_free(store)
    }

    /// Has the connections of `easy`, also those to an https proxy, verified against this store, which outlives it.
    func verify(_ easy: borrowing EasyHandle) {
        for option in [CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH] {
            easy.set(option, String?.none)
        }
        easy.onTLSContext(contextMade, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Has the connections of an `SSL_CTX` verified against this store.
    func lend(to context: OpaquePointer) {
        SSL_CTX_set1_cert_store(context, store)
    }
}

private func contextMade(
    _: UnsafeMutableRawPointer?,
    _ tls: UnsafeMutableRawPointer?,
    _ trust: UnsafeMutableRawPointer?
) -> CURLcode {
    guard let tls, let trust else { return CURLE_SSL_CERTPROBLEM }
    Unmanaged<TrustStore>.fromOpaque(trust).takeUnretainedValue().lend(to: OpaquePointer(tls))
    return CURLE_OK
}
