internal import CCurl
internal import Workload

/// A request of the workload in the form libcurl takes: made once, applied to a handle whenever its request changes.
final class PreparedRequest {
    private let method: String
    private let target: String
    private let isHead: Bool
    /// Whether the connection serves no other request after it.
    private let closes: Bool
    /// Whether it sets a `traceparent` itself.
    let hasTrace: Bool
    /// The header lines, owned here: handles point to them.
    let headers: UnsafeMutablePointer<curl_slist>?
    /// The body, owned here: handles point to it.
    private let body: UnsafeMutableBufferPointer<UInt8>

    /// - Parameters:
    ///   - request: what is sent.
    ///   - prefix: what precedes its target: the origin, where a proxy is to forward it.
    ///   - hostHeader: the value of `Host` unless the request sets its own.
    ///   - keepsAlive: false adds `Connection: close`.
    init(_ request: Request, prefix: String, hostHeader: String, keepsAlive: Bool) {
        method = request.method.text
        target = prefix + request.target.text
        isHead = request.method.text == "HEAD"
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        closes = !keepsAlive || request.headers.asksToClose
        let names = Set(request.headers.map { $0.name.lowercased() })
        hasTrace = names.contains(TraceParent.name)
        if !names.contains("host") { lines.append("Host: \(hostHeader)") }
        if !keepsAlive, !names.contains("connection") { lines.append("Connection: close") }
        // libcurl adds these by itself where wrk adds nothing; a name without a value takes them out.
        let added = request.body.isEmpty ? ["Accept"] : ["Accept", "Content-Type", "Expect"]
        for name in added where !names.contains(name.lowercased()) {
            lines.append("\(name):")
        }
        headers = lines.reduce(nil) { curl_slist_append($0, $1) }
        body = .allocate(capacity: request.body.count)
        _ = body.initialize(from: request.body)
    }

    deinit {
        curl_slist_free_all(headers)
        body.deallocate()
    }

    /// Makes the next transfer of `easy` this request.
    func apply(to easy: borrowing EasyHandle) {
        easy.set(CURLOPT_HTTPGET, 1)
        easy.set(CURLOPT_FORBID_REUSE, closes ? 1 : 0)
        easy.set(CURLOPT_NOBODY, isHead ? 1 : 0)
        if !body.isEmpty {
            easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
            easy.set(CURLOPT_POSTFIELDS, UnsafeRawPointer(body.baseAddress))
        }
        easy.set(CURLOPT_CUSTOMREQUEST, method)
        easy.set(CURLOPT_REQUEST_TARGET, target)
        easy.set(CURLOPT_HTTPHEADER, UnsafeRawPointer(headers))
    }
}
