internal import CCurl

/// What the handles of a worker share and libcurl keeps pointers to.
final class SharedSettings {
    /// Scheme, host and port; each request sets its own target.
    let url: OpaquePointer
    /// Whether the URL is https.
    let isTLS: Bool
    let connectTo: UnsafeMutablePointer<curl_slist>?
    let resolve: UnsafeMutablePointer<curl_slist>?

    /// What certificates are verified against; nil lets libcurl see to it.
    let trust: TrustStore?

    /// - Parameters:
    ///   - origin: scheme, host and port of the target.
    ///   - options: what the user asked for.
    ///   - trust: what certificates are verified against; nil lets libcurl see to it.
    init(origin: String, _ options: ConnectionOptions, _ trust: TrustStore?) throws(EngineError) {
        guard let parsed = ccurl_url_parse(origin) else { throw .libcurl("curl_url_set", "invalid URL \(origin)") }
        url = parsed
        self.trust = trust
        isTLS = origin.hasPrefix("https:")
        connectTo = options.connectTo.reduce(nil) { curl_slist_append($0, $1) }
        resolve = options.resolve.reduce(nil) { curl_slist_append($0, $1) }
    }

    deinit {
        curl_url_cleanup(url)
        curl_slist_free_all(connectTo)
        curl_slist_free_all(resolve)
    }
}
