internal import CCurl

extension EasyHandle {
    /// Sets how connections are made: the options that every transfer to a target shares.
    ///
    /// - Parameters:
    ///   - url: scheme, host and port; each request sets its own target.
    ///   - options: what the user asked for.
    ///   - lists: the lists that libcurl points to; they outlive the handle.
    func configure(url: String, _ options: ConnectionOptions, _ lists: ConnectionLists) {
        set(CURLOPT_URL, url)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        // libcurl obeys http_proxy and friends; a benchmark goes where its URL says unless -x is given.
        set(CURLOPT_PROXY, options.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, options.connectTimeoutNanoseconds / 1_000_000)))
        // libcurl prunes connections that it thinks idle too long whenever it opens another one.
        set(CURLOPT_MAXAGE_CONN, 100 * 365 * 24 * 3600)
        set(CURLOPT_FORBID_REUSE, options.keepsAlive ? 0 : 1)
        setVersion(options.version, isTLS: url.hasPrefix("https"))
        setTrust(options)
        switch options.family {
        case .any: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_WHATEVER))
        case .ipv4: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4))
        case .ipv6: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V6))
        }
        if let unixSocket = options.unixSocket { set(CURLOPT_UNIX_SOCKET_PATH, unixSocket) }
        if let connectTo = lists.connectTo { set(CURLOPT_CONNECT_TO, UnsafeRawPointer(connectTo)) }
        if let resolve = lists.resolve { set(CURLOPT_RESOLVE, UnsafeRawPointer(resolve)) }
    }

    private func setVersion(_ version: ConnectionOptions.Version, isTLS: Bool) {
        switch version {
        case .http1:
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        case .http2:
            set(CURLOPT_HTTP_VERSION, isTLS ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE)
            // Streams of one connection: a transfer waits for the connection that is being opened, not for another.
            set(CURLOPT_PIPEWAIT, 1)
        case .http3:
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_3)
        }
    }

    private func setTrust(_ options: ConnectionOptions) {
        if options.isInsecure {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let file = options.authorityFile {
            // Only what the user trusts, and not a look into the system's folder on each connection.
            set(CURLOPT_CAPATH, String?.none)
            set(CURLOPT_CAINFO, file)
        }
        if let file = options.certificateFile { set(CURLOPT_SSLCERT, file) }
        if let file = options.keyFile { set(CURLOPT_SSLKEY, file) }
    }
}

/// The lists of `--connect-to` and `--resolve` as libcurl wants them; it keeps pointers to them.
final class ConnectionLists {
    let connectTo: UnsafeMutablePointer<curl_slist>?
    let resolve: UnsafeMutablePointer<curl_slist>?

    init(_ options: ConnectionOptions) {
        connectTo = options.connectTo.reduce(nil) { curl_slist_append($0, $1) }
        resolve = options.resolve.reduce(nil) { curl_slist_append($0, $1) }
    }

    deinit {
        curl_slist_free_all(connectTo)
        curl_slist_free_all(resolve)
    }
}
