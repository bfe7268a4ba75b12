internal import CCurl
internal import CPlatform

extension EventPoll {
    /// The bits of epoll for what libcurl wants to hear of a socket (CURL_POLL_*).
    static func bits(_ what: Int32) -> UInt32 {
        var bits: UInt32 = 0
        if what == CURL_POLL_IN || what == CURL_POLL_INOUT { bits |= CPLATFORM_IN }
        if what == CURL_POLL_OUT || what == CURL_POLL_INOUT { bits |= CPLATFORM_OUT }
        return bits
    }

    /// What libcurl is told of a socket (CURL_CSELECT_*) for the bits of epoll.
    static func curlBits(_ events: UInt32) -> Int32 {
        var bits: Int32 = 0
        if events & (CPLATFORM_IN | CPLATFORM_HUP) != 0 { bits |= CURL_CSELECT_IN }
        if events & CPLATFORM_OUT != 0 { bits |= CURL_CSELECT_OUT }
        if events & CPLATFORM_ERR != 0 { bits |= CURL_CSELECT_ERR }
        return bits
    }
}
