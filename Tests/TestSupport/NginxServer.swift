import Foundation

/// nginx with one server on a free port, for what a real peer must decide: TLS, HTTP/2, and how connections are used.
package final class NginxServer: Sendable {
    /// The port of the server.
    package let port: UInt16
    private let reserved: ReservedPort
    private let folder: TemporaryFolder
    private let running: RunningCommand

    /// A finished request, as nginx logs it.
    package struct Entry: Sendable {
        /// The number of its connection.
        package let connection: Int
        /// How many requests the connection had with it.
        package let ordinal: Int
        /// Whether the TLS session of its connection was resumed.
        package let isResumed: Bool
        /// `HTTP/1.1` or `HTTP/2.0`.
        package let version: String
        package let status: Int
    }

    /// Starts nginx and waits until it listens.
    ///
    /// - Parameters:
    ///   - certificates: the server's certificate and authority; needed by `listen … ssl`.
    ///   - server: the lines within `server { … }`, given the free port.
    package init(_ certificates: Certificates? = nil, _ server: (UInt16) -> String) throws {
        reserved = try ReservedPort()
        port = reserved.number
        folder = try TemporaryFolder()
        let path = folder.path("")
        let tls = certificates.map { "ssl_certificate \($0.server); ssl_certificate_key \($0.serverKey);" } ?? ""
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(path)\($0);" }
        let text = """
            daemon off; master_process off; pid \(path)pid; error_log stderr;
            events { worker_connections 1024; }
            http {
                \(paths.joined(separator: " "))
                log_format entry '$connection $connection_requests $ssl_session_reused. $server_protocol $status';
                access_log \(path)log entry;
                keepalive_requests 1000000; client_max_body_size 16m; \(tls)
                server { \(server(port)) }
            }
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("conf")))
        let running = try RunningCommand(Command("/usr/sbin/nginx", ["-p", path, "-c", folder.path("conf")]))
        self.running = running
        let pid = folder.path("pid")
        do {
            // The pid file is written when the sockets listen.
            try waitUntil("nginx listens") { FileManager.default.fileExists(atPath: pid) || running.hasEnded }
            if running.hasEnded { throw TestSupportError("nginx does not start: \(try running.waitForExit())") }
        } catch {
            running.end()
            throw error
        }
    }

    deinit { running.end() }

    /// Lets nginx finish and returns its log.
    package func stop() throws -> [Entry] {
        running.send(SIGQUIT)
        _ = try running.waitForExit(seconds: 20)
        return try String(contentsOfFile: folder.path("log"), encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            guard words.count == 5, let connection = Int(words[0]), let ordinal = Int(words[1]),
                let status = Int(words[4])
            else { throw TestSupportError("not a line of our log: \(line)") }
            return Entry(
                connection: connection,
                ordinal: ordinal,
                isResumed: words[2] == "r.",
                version: String(words[3]),
                status: status
            )
        }
    }
}
