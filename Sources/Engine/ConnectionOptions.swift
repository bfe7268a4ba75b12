/// How connections are made: everything but the requests themselves.
package struct ConnectionOptions: Sendable {
    /// The protocol that requests are sent in.
    package enum Version: String, Sendable {
        case http1 = "HTTP/1.1"
        case http2 = "HTTP/2"
        case http3 = "HTTP/3"
    }

    /// Which addresses of a name are used.
    package enum Family: Sendable {
        case any
        case ipv4
        case ipv6
    }

    /// The protocol that requests are sent in.
    package var version: Version = .http1
    /// Requests in flight on one connection (HTTP/2 and 3); 1 for HTTP/1.1.
    package var streams = 1
    /// Whether a connection serves more than one request.
    package var keepsAlive = true
    /// After how many requests a connection of one stream is closed; nil for never.
    package var requestsPerConnection: Int?
    /// Whether each request has a `traceparent` header of its own.
    package var tracesRequests = false
    /// Whether a server's certificate is accepted unseen.
    package var isInsecure = false
    /// Whether a connection's next TLS handshake resumes its last session.
    package var reusesSessions = true
    /// File of trusted certificates in PEM; nil for the system's.
    package var authorityFile: String?
    /// Client certificate in PEM.
    package var certificateFile: String?
    /// Its private key in PEM; nil if it is in the certificate's file.
    package var keyFile: String?
    /// Unix socket to connect to instead of the URL's host.
    package var unixSocket: String?
    /// `HOST1:PORT1:HOST2:PORT2` as curl's `--connect-to`.
    package var connectTo: [String] = []
    /// `HOST:PORT:ADDRESS` as curl's `--resolve`.
    package var resolve: [String] = []
    /// Proxy URL as curl's `-x`; nil for none (the environment's proxies are never used).
    package var proxy: String?
    /// Which addresses of a name are used.
    package var family: Family = .any
    /// Connections that may be opened a second, all workers together; nil paces only the first of each.
    package var connectRate: Double?
    /// Bound on opening a connection, in nanoseconds.
    package var connectTimeoutNanoseconds: UInt64 = 2_000_000_000

    /// Whether connections go to the addresses of the target's name: neither the user nor a proxy decides otherwise.
    package var goesToTarget: Bool {
        proxy == nil && unixSocket == nil && connectTo.isEmpty && resolve.isEmpty
    }

    /// Direct connections in HTTP/1.1 with verified certificates.
    package init() {}
}
