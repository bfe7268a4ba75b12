/// A Lua script, and what it is told of the run.
package struct Script: Sendable {
    /// What errors call it.
    package var name: String
    package var text: [UInt8]
    /// The URL, then what follows it on the command line.
    package var arguments: [String]
    /// `http` or `https`.
    package var scheme: String
    package var host: String
    /// The port as the URL spells it; nil where it does not.
    package var port: String?
    /// The path with its query.
    package var path: String
    /// The headers of the command line, `Host` among them.
    package var headers: [(name: String, value: String)]
    /// The method of the command line; nil for GET.
    package var method: String?
    /// The body of the command line.
    package var body: [UInt8]?
    /// Where random choices begin.
    package var seed: UInt64

    /// A script.
    package init(
        name: String,
        text: [UInt8],
        arguments: [String],
        scheme: String,
        host: String,
        port: String?,
        path: String,
        headers: [(name: String, value: String)],
        method: String? = nil,
        body: [UInt8]? = nil,
        seed: UInt64
    ) {
        self.name = name
        self.text = text
        self.arguments = arguments
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.headers = headers
        self.method = method
        self.body = body
        self.seed = seed
    }

    /// The service that the host's addresses are looked up for.
    var service: String { port ?? scheme }

    /// The fields of the table `wrk`.
    var fields: [UInt8] {
        var fields = [
            ("scheme", PackedValue.pack(scheme)), ("host", PackedValue.pack(host)), ("path", PackedValue.pack(path)),
            ("headers", PackedValue.pack(headers.map { ($0.name, PackedValue.pack($0.value)) })),
        ]
        if let method { fields.append(("method", PackedValue.pack(method))) }
        if let body { fields.append(("body", PackedValue.pack(body))) }
        if let port { fields.append(("port", PackedValue.pack(port))) }
        return PackedValue.pack(fields)
    }

    /// The table that `init` gets: the URL at 0.
    var packedArguments: [UInt8] {
        PackedValue.pack(arguments.enumerated().map { (PackedValue.pack(Double($0)), PackedValue.pack($1)) })
    }
}
