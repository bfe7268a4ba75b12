internal import CCurl

/// One libcurl easy handle: the options and state of one transfer at a time, reused from request to request.
///
/// This file is the only one that calls `curl_easy_*`. The handle is freed with the value; whoever owns it has taken
/// it out of its multi handle before.
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    init() throws(EngineError) {
        guard let made = curl_easy_init() else { throw .libcurl("curl_easy_init", "out of memory") }
        pointer = made
    }

    deinit {
        curl_easy_cleanup(pointer)
    }

    // MARK: - Options

    /// Sets a number.
    ///
    /// The option is known to this libcurl, so a refusal is a programmer error.
    func set(_ option: CURLoption, _ value: Int) {
        check(ccurl_setopt_long(pointer, option, value), option)
    }

    /// Sets a text, which libcurl copies; nil restores the default.
    func set(_ option: CURLoption, _ value: String?) {
        check(ccurl_setopt_string(pointer, option, value), option)
    }

    /// Sets a pointer, which libcurl keeps: the owner keeps it alive as long as the handle uses it.
    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        check(ccurl_setopt_pointer(pointer, option, value), option)
    }

    /// Sets a byte count.
    func set(_ option: CURLoption, offset value: Int) {
        check(ccurl_setopt_offset(pointer, option, curl_off_t(value)), option)
    }

    /// Receives the body of the answer; `context` outlives the handle.
    func onWrite(_ function: @escaping curl_write_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_write(pointer, function, context), CURLOPT_WRITEFUNCTION)
    }

    /// Receives the lines of the answer's head; `context` outlives the handle.
    func onHeader(_ function: @escaping curl_write_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_header(pointer, function, context), CURLOPT_HEADERFUNCTION)
    }

    /// Called when the connection is up and the request is about to be written; `context` outlives the handle.
    func onBeforeRequest(_ function: @escaping ccurl_prereq_fn, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_prereq(pointer, function, context), CURLOPT_PREREQFUNCTION)
    }

    /// Opens the sockets of this handle's connections; `context` outlives the handle.
    func onOpenSocket(_ function: @escaping curl_opensocket_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_open_socket(pointer, function, context), CURLOPT_OPENSOCKETFUNCTION)
    }

    /// Closes them; `context` outlives the connections, which live in the multi handle.
    func onCloseSocket(_ function: @escaping curl_closesocket_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_close_socket(pointer, function, context), CURLOPT_CLOSESOCKETFUNCTION)
    }

    /// Called with the `SSL_CTX` of each new TLS connection; `context` outlives the handle.
    func onTLSContext(_ function: @escaping curl_ssl_ctx_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_setopt_tls_context(pointer, function, context), CURLOPT_SSL_CTX_FUNCTION)
    }

    // MARK: - One blocking transfer

    /// Performs the transfer that the options describe and returns libcurl's code for it.
    func perform() -> CURLcode {
        curl_easy_perform(pointer)
    }

    // MARK: - What happened

    /// A number that libcurl kept about the last transfer, 0 if it has none.
    static func long(_ handle: UnsafeMutableRawPointer, _ info: CURLINFO) -> Int {
        var value = 0
        _ = ccurl_getinfo_long(handle, info, &value)
        return value
    }

    /// A time in microseconds that libcurl kept about the last transfer, 0 if it has none.
    static func microseconds(_ handle: UnsafeMutableRawPointer, _ info: CURLINFO) -> UInt64 {
        var value: curl_off_t = 0
        _ = ccurl_getinfo_offset(handle, info, &value)
        return value > 0 ? UInt64(value) : 0
    }

    /// A text that libcurl kept about the last transfer.
    static func string(_ handle: UnsafeMutableRawPointer, _ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        _ = ccurl_getinfo_string(handle, info, &value)
        return value.map { String(cString: $0) }
    }

    /// How long opening the connection of the last transfer took.
    static func handshake(_ handle: UnsafeMutableRawPointer) -> Handshake {
        let connected = microseconds(handle, CURLINFO_CONNECT_TIME_T)
        let secured = microseconds(handle, CURLINFO_APPCONNECT_TIME_T)
        return Handshake(
            connectNanoseconds: connected * 1000,
            tlsNanoseconds: secured > connected ? (secured - connected) * 1000 : 0
        )
    }

    /// The pointer that was set as CURLOPT_PRIVATE.
    static func owner(_ handle: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        var value: UnsafeMutableRawPointer?
        _ = ccurl_getinfo_pointer(handle, CURLINFO_PRIVATE, &value)
        return value
    }

    /// The socket of the connection that the last transfer left open, -1 if there is none.
    ///
    /// libcurl searches all its connections for it.
    static func activeSocket(_ handle: UnsafeMutableRawPointer) -> Int32 {
        var socket: curl_socket_t = -1
        _ = ccurl_getinfo_socket(handle, CURLINFO_ACTIVESOCKET, &socket)
        return socket
    }

    /// libcurl's sentence for a code.
    static func describe(_ code: CURLcode) -> String {
        String(cString: curl_easy_strerror(code))
    }

    private func check(_ code: CURLcode, _ option: CURLoption) {
        precondition(code == CURLE_OK, "curl_easy_setopt(\(option.rawValue)): \(EasyHandle.describe(code))")
    }
}
