internal import CCurl
internal import Glibc
internal import Statistics
internal import Workload

/// One connection to the target before the run, as wrk opens one: it tells at once what is wrong, and which of the
/// target's addresses answers.
struct Probe {
    /// The address that answered.
    let address: String?

    /// Connects, and closes the connection without a request.
    ///
    /// - Throws: `EngineError.unreachable` or `.unresolved` with wrk's sentence, `.wrongOption` if it is the proxy.
    init(_ target: TargetURL, _ options: ConnectionOptions, _ trust: TrustStore?) throws(EngineError) {
        let easy = try EasyHandle()
        let shared = try SharedSettings(origin: target.origin, options, trust)
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = message.withUnsafeMutableBufferPointer { buffer in
            easy.configure(options, shared)
            easy.set(CURLOPT_CONNECT_ONLY, 1)
            easy.set(CURLOPT_ERRORBUFFER, UnsafeRawPointer(buffer.baseAddress))
            defer { easy.set(CURLOPT_ERRORBUFFER, UnsafeRawPointer?.none) }
            return withExtendedLifetime(shared) { easy.perform() }
        }
        guard code == CURLE_OK else {
            throw Probe.error(
                code,
                easy.pointer,
                target,
                options,
                String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            )
        }
        address = EasyHandle.string(easy.pointer, CURLINFO_PRIMARY_IP)
    }

    /// The options with the address pinned that answered, so that all connections go there, as in wrk.
    ///
    /// Where the user or a proxy decides on the address, or the URL has an IPv6 one, nothing is pinned.
    func pinning(_ options: ConnectionOptions, _ target: TargetURL) -> ConnectionOptions {
        guard let address, !address.isEmpty, options.goesToTarget, !target.host.contains(":") else { return options }
        var pinned = options
        pinned.resolve = ["\(target.host):\(target.port):\(address.contains(":") ? "[\(address)]" : address)"]
        return pinned
    }

    private static func error(
        _ code: CURLcode,
        _ easy: UnsafeMutableRawPointer,
        _ target: TargetURL,
        _ options: ConnectionOptions,
        _ message: String
    ) -> EngineError {
        // As wrk: the port where the URL spells it, else the name of its service.
        let isSpelled = target.hostHeader.hasSuffix(":\(target.port)")
        let service = isSpelled ? "\(target.port)" : target.scheme.rawValue
        let failure = Failure(connecting: code, easy)
        // libcurl repeats the URL, which may hold a password.
        if message.hasPrefix("Unsupported proxy") {
            return .wrongOption(
                "--proxy: this is not the URL of a proxy that libcurl knows; write [SCHEME://]HOST:PORT"
            )
        }
        if code == CURLE_SSL_CERTPROBLEM { return .wrongOption(certificateProblem(options, message)) }
        switch failure.kind {
        case .resolve where code == CURLE_COULDNT_RESOLVE_PROXY:
            return .unreachable(host: target.host, service: service, reason: message + way(options))
        case .resolve:
            let reason = code == CURLE_COULDNT_RESOLVE_HOST ? lookUpProblem(target.host) : nil
            return .unresolved(host: target.host, service: service, reason: reason ?? message)
        case .tls where code == CURLE_PEER_FAILED_VERIFICATION:
            // A wrong name or an expired certificate is no better for a trusted issuer.
            let isUnknown = message.contains("issuer") || message.contains("self-signed")
            let other = isUnknown ? ", or --cacert FILE to trust its issuer" : ""
            let reason = "\(message) (use -k to accept any certificate\(other))"
            return .unreachable(host: target.host, service: service, reason: reason)
        case .tls where message.contains("wrong version number"):
            // OpenSSL takes the first bytes of a plain answer for a version.
            return .unreachable(host: target.host, service: service, reason: "the server does not speak TLS")
        default:
            let known = message.isEmpty ? noAddress(options.family) : message
            let reason = failure.errno != 0 ? systemMessage(failure.errno) : known
            return .unreachable(host: target.host, service: service, reason: reason + way(options))
        }
    }

    /// What is wrong with the user's certificate or its key.
    private static func certificateProblem(_ options: ConnectionOptions, _ message: String) -> String {
        let certificate = options.certificateFile ?? ""
        guard message.contains("private key") else {
            return "--cert \(certificate): no certificate with its key can be read from it; it must be in PEM"
        }
        guard let key = options.keyFile else {
            return "--cert \(certificate): it has no private key that can be read; add --key FILE"
        }
        return "--key \(key): it is not the private key of --cert \(certificate), or cannot be read; it must be in PEM"
    }

    /// What stands between squall and the target.
    private static func way(_ options: ConnectionOptions) -> String {
        if let socket = options.unixSocket { return " (through the socket \(socket))" }
        // Without its URL, which may hold a password.
        return options.proxy == nil ? "" : " (through the proxy of -x)"
    }

    /// libcurl has no sentence where it has nothing to connect to.
    private static func noAddress(_ family: ConnectionOptions.Family) -> String {
        switch family {
        case .any: "it has no address"
        case .ipv4: "it has no IPv4 address; remove -4"
        case .ipv6: "it has no IPv6 address; remove -6"
        }
    }

    /// The system's sentence on why a name is unknown, which libcurl does not pass on; nil if the name is known.
    private static func lookUpProblem(_ host: String) -> String? {
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, nil, &found)
        freeaddrinfo(found)
        return code == 0 ? nil : String(cString: gai_strerror(code))
    }
}
