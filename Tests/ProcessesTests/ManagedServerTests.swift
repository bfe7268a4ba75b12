import Foundation
import TestSupport
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(20))) struct ManagedServerTests {
    private func failure(_ command: String, seconds: Double = 30, path: String? = nil) -> String? {
        do throws(ManagedServer.Failure) {
            _ = try ManagedServer(command, Readiness(seconds: seconds, path: path), grace: 0.2)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("a server is started on a free port, answers, and is gone when it is stopped")
    func serves() throws {
        let program = try builtProduct("iris-server")
        let server = try ManagedServer("exec '\(program)' --port {port}")
        let other = try ManagedServer("exec '\(program)' --port {port}")
        #expect(server.port != other.port && server.failure == nil)
        #expect(try RawHTTPClient(port: server.port).exchange("GET", "/health").text.contains("ok"))
        #expect((server.cpuSeconds() ?? 0) > 0)
        #expect(server.stop() == .stopped(unclean: nil) && other.failure == nil)
        #expect(throws: (any Error).self) { try RawHTTPClient(port: server.port).exchange("GET", "/health") }
    }

    @Test("a server that ends before it is ready says how, and what it printed")
    func ends() {
        let found = failure("echo no such option >&2; exit 64")
        let sentence =
            "'echo no such option >&2; exit 64' ended with code 64 before it took a connection; it printed:\n"
        #expect(found == sentence + "  | no such option")
        #expect(
            failure("exec true")
                == "'exec true' ended with code 0 before it took a connection: it has to stay in the foreground; it printed nothing"
        )
    }

    @Test("a server that has to answer is ready when it does so by a status of 200 to 399")
    func answers() throws {
        let iris = "exec '\(try builtProduct("iris-server"))' --port {port}"
        #expect(failure(iris, path: "/health") == nil)
        let found = try #require(failure(iris, seconds: 0.5, path: "/nothing"))
        #expect(found.contains("--port "), "\(found)")
        #expect(found.contains("did not answer GET /nothing on port "), "\(found)")
        #expect(found.contains(" by a status of 200 to 399 within 0.5 s, but by 404; it printed:"), "\(found)")
        // One that takes connections and says nothing is asked again, also when its queue of connections is full.
        let program = "import socket, time; s = socket.create_server((\"127.0.0.1\", {port})); time.sleep(1000)"
        for program in [program, program.replacing("))", with: "), backlog=0)")] {
            var found: String?
            let time = ContinuousClock().measure {
                found = failure("exec python3 -c '\(program)'", seconds: 3.5, path: "/")
            }
            let silent = try #require(found)
            #expect(silent.contains("did not answer GET / on port ") && !silent.contains(", but by"), "\(silent)")
            // The kernel would go on for two minutes.
            #expect(time < .seconds(90))
        }
    }

    @Test("a server that listens on ::1 alone is loaded there")
    func addresses() throws {
        let program = try builtProduct("iris-server")
        for (address, host) in [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")] {
            for path in [nil, "/health"] {
                let command = "exec '\(program)' --host \(address) --port {port}"
                let server = try ManagedServer(command, Readiness(path: path))
                #expect(server.host == host)
            }
        }
    }

    @Test("a server that never becomes ready is given up")
    func neverReady() throws {
        let found = try #require(failure("echo {port}; exec sleep 1000", seconds: 1))
        let port = try #require(found.split(separator: " ").last)
        #expect(found.hasSuffix("took no connection on port \(port) within 1 s; it printed:\n  | \(port)"))
    }
}
