internal import CCurl
internal import Workload

/// A request in the form libcurl takes: one of the workload is made once, and applied to a handle whenever its request
/// changes.
final class PreparedRequest {
    private let method: String
    private let target: String
    private let isHead: Bool
    /// Whether the connection serves no other request after it.
    let closes: Bool
    /// Whether it sets a `traceparent` itself.
    let hasTrace: Bool
    /// The header lines, owned here: handles point to them.
    let headers: UnsafeMutablePointer<curl_slist>?
    /// The body, owned here: handles point to it.
    private let body: UnsafeMutableBufferPointer<UInt8>

    /// What all requests of a run are sent with.
    struct Manner {
        /// What precedes the target: the origin, where a proxy is to forward it.
        let prefix: String
        /// The value of `Host` unless the request sets its own.
        let hostHeader: String
        /// Whether a connection serves more than one request.
        let keepsAlive: Bool
    }

    /// A request of the workload.
    convenience init(_ request: Request, _ manner: Manner) {
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if !manner.keepsAlive, request.headers.value(of: "Connection") == nil { lines.append("Connection: close") }
        self.init(
            method: request.method.text,
            target: request.target.text,
            lines: lines,
            body: request.body,
            asksToClose: request.headers.asksToClose,
            usualHost: manner.hostHeader,
            manner
        )
    }

    /// A request that a script has made.
    convenience init(_ made: MadeRequest, _ manner: Manner) throws(ScriptError) {
        do throws(MadeFields.Problem) {
            let fields = try MadeFields(made)
            self.init(
                method: fields.method,
                target: fields.target,
                lines: fields.lines,
                body: fields.body,
                asksToClose: made.facts.asksToClose,
                usualHost: nil,
                manner
            )
        } catch {
            throw ScriptError("request() returned what libcurl cannot send: \(error); it needs the direct engine")
        }
    }

    private init(
        method: String,
        target: String,
        lines: [String],
        body bytes: [UInt8],
        asksToClose: Bool,
        usualHost: String?,
        _ manner: Manner
    ) {
        self.method = method
        self.target = manner.prefix + target
        isHead = method == "HEAD"
        closes = !manner.keepsAlive || asksToClose
        let names = Set(lines.map { $0.prefix { $0 != ":" && $0 != ";" }.lowercased() })
        hasTrace = names.contains(TraceParent.name)
        var lines = lines
        if !names.contains("host") { lines.append(usualHost.map { "Host: \($0)" } ?? "Host:") }
        // libcurl adds these by itself where wrk adds nothing; a name without a value takes them out.
        let added = bytes.isEmpty ? ["Accept"] : ["Accept", "Content-Type", "Expect"]
        for name in added where !names.contains(name.lowercased()) {
            lines.append("\(name):")
        }
        headers = lines.reduce(nil) { curl_slist_append($0, $1) }
        body = .allocate(capacity: bytes.count)
        _ = body.initialize(from: bytes)
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
