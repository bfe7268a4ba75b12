/// Where and how an `HTTPServer` listens.
package struct HTTPServerOptions: Sendable {
    /// The PEM files that make it speak HTTPS.
    package struct TLS: Sendable {
        package var certificateFile: String
        package var keyFile: String

        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// A name or an address; a name may stand for several, of which the first that can be bound is taken.
    package var host = "127.0.0.1"
    /// The TCP port, or 0 for any free one.
    package var port: UInt16 = 0
    /// Threads that serve connections; a connection stays with one of them.
    package var threads = 1
    /// Whether other processes may listen on the same port and share its connections (SO_REUSEPORT).
    package var sharesPort = false
    /// HTTPS, or nil for plain HTTP.
    package var tls: TLS?
    /// The most bytes a request's body may have.
    package var bodyLimit = 1 << 20

    /// Plain HTTP on a free port of the loopback address, on one thread.
    package init() {}
}
