internal import CCurl
internal import Glibc

extension EasyHandle {
    /// Sets how connections are made: the options that every transfer to a target shares.
    ///
    /// - Parameters:
    ///   - options: what the user asked for.
    ///   - shared: what libcurl points to; it outlives the handle.
    func configure(_ options: ConnectionOptions, _ shared: SharedSettings) {
        // Parsed once: from a text, libcurl parses it again for each request (a sixth of its work).
        set(CURLOPT_CURLU, UnsafeRawPointer(shared.url))
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        // libcurl obeys http_proxy and friends; a benchmark goes where its URL says unless -x is given.
        set(CURLOPT_PROXY, options.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(max(1, options.connectTimeoutNanoseconds / 1_000_000), 2_000_000_000)))
        // libcurl prunes connections that it thinks idle too long whenever it opens another one.
        set(CURLOPT_MAXAGE_CONN, 100 * 365 * 24 * 3600)
        setVersion(options.version, isTLS: shared.isTLS)
        setTrust(options, shared.trust)
        switch options.family {
        case .any: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_WHATEVER))
        case .ipv4: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4))
        case .ipv6: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V6))
        }
        if let unixSocket = options.unixSocket { set(CURLOPT_UNIX_SOCKET_PATH, unixSocket) }
        if let connectTo = shared.connectTo { set(CURLOPT_CONNECT_TO, UnsafeRawPointer(connectTo)) }
        if let resolve = shared.resolve { set(CURLOPT_RESOLVE, UnsafeRawPointer(resolve)) }
    }

    /// A socket for `address` as libcurl would make it, but not left open in programs that are started.
    ///
    /// - Returns: the socket, or -1 with `errno` set, which is `CURL_SOCKET_BAD`.
    static func openSocket(for address: curl_sockaddr) -> curl_socket_t {
        Glibc.socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
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

    private func setTrust(_ options: ConnectionOptions, _ trust: TrustStore?) {
        set(CURLOPT_SSL_SESSIONID_CACHE, options.reusesSessions ? 1 : 0)
        if options.isInsecure {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        } else if let trust {
            trust.verify(self)
        } else if let file = options.authorityFile {
            // Only what the user trusts, and not a look into the system's folder on each connection.
            set(CURLOPT_CAPATH, String?.none)
            set(CURLOPT_CAINFO, file)
        }
        if let file = options.certificateFile { set(CURLOPT_SSLCERT, file) }
        if let file = options.keyFile { set(CURLOPT_SSLKEY, file) }
    }
}
