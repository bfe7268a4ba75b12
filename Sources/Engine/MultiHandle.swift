internal import CCurl

/// One libcurl multi handle: it drives transfers and owns their connections between them.
///
/// This file is the only one that calls `curl_multi_*`.
struct MultiHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    init() throws(EngineError) {
        guard let made = curl_multi_init() else { throw .libcurl("curl_multi_init", "out of memory or descriptors") }
        pointer = made
    }

    deinit {
        curl_multi_cleanup(pointer)
    }

    /// Sets a number.
    func set(_ option: CURLMoption, _ value: Int) {
        check(ccurl_multi_setopt_long(pointer, option, value))
    }

    /// Called when libcurl wants to hear, or no longer, of a socket; `context` outlives the handle.
    func onSocket(_ function: @escaping curl_socket_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_multi_setopt_socket(pointer, function, context))
    }

    /// Called when libcurl's next own deadline changes; `context` outlives the handle.
    func onTimer(_ function: @escaping curl_multi_timer_callback, _ context: UnsafeMutableRawPointer) {
        check(ccurl_multi_setopt_timer(pointer, function, context))
    }

    /// Starts the transfer of `easy`; it moves on with the next `act`.
    func add(_ easy: borrowing EasyHandle) {
        check(curl_multi_add_handle(pointer, easy.pointer))
    }

    /// Takes `easy` out: a finished transfer leaves its connection open, an unfinished one of HTTP/1.1 closes it.
    func remove(_ easy: borrowing EasyHandle) {
        check(curl_multi_remove_handle(pointer, easy.pointer))
    }

    /// Lets libcurl read and write `socket` as far as `readiness` (CURL_CSELECT_*) allows.
    func act(on socket: Int32, _ readiness: Int32) {
        var running: Int32 = 0
        check(curl_multi_socket_action(pointer, socket, readiness, &running))
    }

    /// Lets libcurl do what its own deadlines ask for.
    func actOnTimer() {
        act(on: CURL_SOCKET_TIMEOUT, 0)
    }

    /// Has `mark` handed to the socket callback with the next changes of `socket`.
    func assign(_ socket: Int32, _ mark: UnsafeMutableRawPointer?) {
        check(curl_multi_assign(pointer, socket, mark))
    }

    /// The next finished transfer and its result.
    func nextFinished() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
        var code = CURLE_OK
        guard let easy = ccurl_multi_next_finished(pointer, &code) else { return nil }
        return (easy, code)
    }

    private func check(_ code: CURLMcode) {
        precondition(code == CURLM_OK, "libcurl: \(String(cString: curl_multi_strerror(code)))")
    }
}
