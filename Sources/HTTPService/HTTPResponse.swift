internal import CMicroHTTPD

/// An answer made once and given many times.
package final class HTTPResponse: Sendable {
    let status: Int
    /// The answer for a connection that stays open, and the one for a server that is stopping.
    ///
    /// libmicrohttpd's responses count their references atomically and are not changed once made.
    nonisolated(unsafe) let lasting: OpaquePointer?
    nonisolated(unsafe) let final: OpaquePointer?

    /// An answer with `body`; `headers` are added to Content-Type, Content-Length and Date.
    package init(status: Int, contentType: String, body: String, headers: [(name: String, value: String)] = []) {
        self.status = status
        let all = [("Content-Type", contentType)] + headers.map { ($0.name, $0.value) }
        lasting = Self.make(Array(body.utf8), all)
        final = Self.make(Array(body.utf8), all + [("Connection", "close")])
    }

    /// A JSON answer.
    package convenience init(status: Int, json: String, headers: [(name: String, value: String)] = []) {
        self.init(status: status, contentType: "application/json", body: json, headers: headers)
    }

    deinit {
        MHD_destroy_response(lasting)
        MHD_destroy_response(final)
    }

    /// A response of libmicrohttpd that its maker destroys; nil when there is no memory.
    static func make(_ body: [UInt8], _ headers: [(String, String)]) -> OpaquePointer? {
        var body = body
        guard let response = MHD_create_response_from_buffer(body.count, &body, .RESPMEM_MUST_COPY) else {
            return nil
        }
        for (name, value) in headers { MHD_add_response_header(response, name, value) }
        return response
    }
}
