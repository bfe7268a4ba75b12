import HTTPService
import TestSupport
import Testing

@Suite("Starting an HTTP server")
struct HTTPServerStartTests {
    @Test("Listens on IPv6")
    func ipv6() throws {
        var options = HTTPServerOptions()
        options.host = "::1"
        try withServer(makeRoutes(), options) { server, _ in
            let answer = try RawHTTPClient(host: "::1", port: server.port).exchange("GET", "/hello")
            #expect(answer.status == 200)
        }
    }

    @Test("Refuses a port in use unless both share it")
    func portInUse() throws {
        var options = HTTPServerOptions()
        options.sharesPort = true
        try withServer(makeRoutes(), options) { server, _ in
            options.port = server.port
            try withServer(makeRoutes(), options) { other, _ in #expect(other.port == server.port) }
            options.sharesPort = false
            #expect(throws: HTTPServerError.portInUse(host: "127.0.0.1", port: server.port)) {
                try withServer(makeRoutes(), options) { _, _ in }
            }
        }
    }

    @Test("Refuses a host without an address", arguments: ["no.such.host.invalid", "", "300.1.1.1"])
    func unknownHost(host: String) {
        var options = HTTPServerOptions()
        options.host = host
        #expect {
            try withServer(makeRoutes(), options) { _, _ in }
        } throws: { error in
            "\(error)".hasPrefix("cannot find the host '\(host)': ")
        }
    }

    @Test("Refuses an address that is not this machine's")
    func foreignAddress() {
        var options = HTTPServerOptions()
        options.host = "192.0.2.1"
        #expect {
            try withServer(makeRoutes(), options) { _, _ in }
        } throws: { error in
            "\(error)" == "cannot listen on port 0 of 192.0.2.1: Cannot assign requested address"
        }
    }

    @Test("Refuses certificates that are none")
    func invalidTLS() throws {
        var options = HTTPServerOptions()
        options.tls = HTTPServerOptions.TLS(certificateFile: "/etc/hostname", keyFile: "/etc/hostname")
        #expect(throws: HTTPServerError.invalidTLS(certificateFile: "/etc/hostname", keyFile: "/etc/hostname")) {
            try withServer(makeRoutes(), options) { _, _ in }
        }
        options.tls?.keyFile = "/no/such/file"
        #expect(throws: HTTPServerError.unreadableFile("/no/such/file", reason: "No such file or directory")) {
            try withServer(makeRoutes(), options) { _, _ in }
        }
    }
}
