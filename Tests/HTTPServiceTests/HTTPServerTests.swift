import Foundation
import HTTPService
import TestSupport
import Testing

@Suite("HTTP server")
struct HTTPServerTests {
    @Test("Answers many requests on one connection")
    func keepAlive() throws {
        try withServer(makeRoutes()) { server, application in
            let client = try RawHTTPClient(port: server.port)
            for number in 0..<100 {
                let answer = try client.exchange("POST", "/echo", body: "number \(number)".utf8)
                #expect(answer.status == 201)
                #expect(answer.text == "[\"number \(number)\"]")
            }
            #expect(application.connections == 1)
        }
    }

    @Test("Deals connections out evenly to its threads")
    func evenThreads() throws {
        var options = HTTPServerOptions()
        options.threads = 3
        try withServer(makeRoutes(), options) { server, application in
            let clients = try (0..<30).map { _ in
                let client = try RawHTTPClient(port: server.port)
                #expect(try client.exchange("GET", "/hello").status == 200)
                return client
            }
            #expect(application.connectionsOfWorkers == [0: 10, 1: 10, 2: 10])
            withExtendedLifetime(clients) {}
        }
    }

    @Test("Gives new connections to the thread whose connections have ended")
    func freeThread() throws {
        var options = HTTPServerOptions()
        options.threads = 2
        try withServer(makeRoutes(), options) { server, application in
            let lasting = try RawHTTPClient(port: server.port)
            #expect(try lasting.exchange("GET", "/hello").status == 200)
            // A client may see its end before the server counts it, so now and then the next one meets an even count.
            let isFreeOnePreferred = try (0..<1_000).contains { _ in
                let client = try RawHTTPClient(port: server.port)
                try client.sendRequest("GET", "/bye")
                #expect(try client.readToEnd().isEmpty)
                let connections = application.connectionsOfWorkers
                return connections[1, default: 0] >= connections[0, default: 0] + 10
            }
            #expect(isFreeOnePreferred)
            withExtendedLifetime(lasting) {}
        }
    }

    @Test("Answers pipelined requests in their order")
    func pipelining() throws {
        try withServer(makeRoutes(holdNanoseconds: 10_000_000)) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            for path in ["/late", "/hello", "/x", "/late", "/hello"] { try client.sendRequest("GET", path) }
            let statuses = try (0..<5).map { _ in try client.readResponse().status }
            #expect(statuses == [200, 200, 404, 200, 200])
        }
    }

    @Test("Answers HEAD with the head alone")
    func head() throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            let answer = try client.exchange("HEAD", "/hello")
            #expect(answer[header: "Content-Length"] == "5")
            #expect(answer[header: "Date"] != nil)
            #expect(try client.exchange("GET", "/hello").text == "hello")
        }
    }

    @Test("Says which methods a path has")
    func wrongMethod() throws {
        try withServer(makeRoutes()) { server, _ in
            let answer = try RawHTTPClient(port: server.port).exchange("PUT", "/hello")
            #expect(answer.status == 405)
            #expect(answer[header: "Allow"] == "GET, HEAD")
        }
    }

    @Test("Reads chunked bodies and headers")
    func chunked() throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nx-kind: odd\r\nTransfer-Encoding: chunked\r\n\r\n")
            try client.send("3\r\nabc\r\n")
            try client.send("A;extension=1\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
            #expect(try client.readResponse().text == #"["abc0123456789","odd"]"#)
        }
    }

    @Test("Waits for a request that comes byte by byte")
    func slowSender() throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab".utf8 { try client.send([byte]) }
            #expect(try client.readResponse().text == #"["ab"]"#)
        }
    }

    @Test("Answers a client that has finished sending", arguments: ["/hello", "/late"])
    func halfClose(path: String) throws {
        try withServer(makeRoutes(holdNanoseconds: 20_000_000)) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            try client.sendRequest("GET", path)
            client.finishSending()
            #expect(try client.readResponse().text == "hello")
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test(
        "Refuses a body over the limit and goes on",
        arguments: [["Content-Length": "5000"], ["Transfer-Encoding": "chunked"]]
    )
    func tooLarge(headers: [String: String]) throws {
        var options = HTTPServerOptions()
        options.bodyLimit = 1_000
        try withServer(makeRoutes(), options) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            try client.sendRequest("POST", "/echo", headers: headers)
            let body = String(repeating: "x", count: 5_000)
            try client.send(headers.keys.contains("Content-Length") ? body : "1388\r\n\(body)\r\n0\r\n\r\n")
            let answer = try client.readResponse()
            #expect(answer.status == 413)
            #expect(answer.text == #"{"detail":"Content Too Large"}"#)
            #expect(try client.exchange("POST", "/echo", body: "small".utf8).status == 201)
        }
    }

    @Test("Refuses a body over the limit before it comes where the client asks first")
    func expectContinue() throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            let headers = ["Content-Length": "2000000", "Expect": "100-continue"]
            try client.sendRequest("POST", "/echo", headers: headers)
            #expect(try client.readResponse().status == 413)
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test("Lets a client that asks first send a body within the limit")
    func goAhead() throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            try client.sendRequest("POST", "/echo", headers: ["Content-Length": "2", "Expect": "100-continue"])
            #expect(try client.readResponse().status == 100)
            try client.send("ab")
            #expect(try client.readResponse().text == #"["ab"]"#)
        }
    }

    @Test(
        "Survives what is not HTTP",
        arguments: [
            "\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET /hello\r\n\r\n",
            "POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
            "GET /" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        ]
    )
    func garbage(text: String) throws {
        try withServer(makeRoutes()) { server, _ in
            let client = try RawHTTPClient(port: server.port)
            // The server may close before all is sent. Where it waits for more, libmicrohttpd does not always notice
            // that no more will come; such a connection ends with the idle timeout.
            try? client.send(text)
            client.finishSending()
            let answer = try RawHTTPClient(port: server.port).exchange("GET", "/hello")
            #expect(answer.status == 200)
        }
    }

    @Test("Closes instead of answering where the application wants that")
    func close() throws {
        try withServer(makeRoutes()) { server, application in
            let client = try RawHTTPClient(port: server.port)
            try client.sendRequest("GET", "/bye")
            #expect(try client.readToEnd().isEmpty)
            server.stop(within: 5_000_000_000)
            #expect(application.endings.map(\.outcome) == [.closed])
        }
    }

    @Test("Tells the route, the outcome and the time of each exchange")
    func endings() throws {
        try withServer(makeRoutes(holdNanoseconds: 30_000_000)) { server, application in
            let client = try RawHTTPClient(port: server.port)
            for path in ["/hello", "/x", "/late"] { _ = try client.exchange("GET", path) }
            server.stop(within: 5_000_000_000)
            let endings = application.endings
            #expect(endings.map(\.route) == ["/hello", nil, "/late"])
            #expect(endings.map(\.outcome) == [.answered(status: 200), .answered(status: 404), .answered(status: 200)])
            #expect(endings.last.map { $0.nanoseconds >= 30_000_000 } == true)
        }
    }

    @Test("Keeps 500 answers back at the same time", arguments: [1, 2])
    func manyHeld(threads: Int) throws {
        var options = HTTPServerOptions()
        options.threads = threads
        try withServer(makeRoutes(holdNanoseconds: 200_000_000), options) { server, _ in
            let start = ContinuousClock.now
            let clients = try (0..<500).map { _ in try RawHTTPClient(port: server.port) }
            for client in clients { try client.sendRequest("GET", "/late") }
            for client in clients { #expect(try client.readResponse().status == 200) }
            // One after the other they would take 100 s.
            #expect(.milliseconds(200)...(.seconds(30)) ~= ContinuousClock.now - start)
        }
    }

    @Test("Serves others while one answer is kept back")
    func notBlocking() throws {
        try withServer(makeRoutes(holdNanoseconds: 3_600_000_000_000)) { server, application in
            let late = try RawHTTPClient(port: server.port)
            try late.sendRequest("GET", "/late")
            try waitUntil("the request is read") { application.requests == 1 }
            let other = try RawHTTPClient(port: server.port)
            for _ in 0..<10 { #expect(try other.exchange("GET", "/hello").status == 200) }
            // Stopping ends the wait, and the client sees its connection closed.
            server.stop(within: 0)
            #expect(application.endings.count == 11)
            _ = try late.readToEnd()
        }
    }

    @Test("Stopping waits for the running answers and refuses new connections")
    func drain() throws {
        try withServer(makeRoutes(holdNanoseconds: 100_000_000)) { server, application in
            let client = try RawHTTPClient(port: server.port)
            try client.sendRequest("GET", "/late")
            try waitUntil("the request is read") { application.requests == 1 }
            server.stop(within: 60_000_000_000)
            let answer = try client.readResponse()
            #expect(answer.text == "hello")
            #expect(answer[header: "Connection"]?.lowercased() == "close")
            #expect(throws: TestSupportError.self) { try RawHTTPClient(port: server.port) }
            #expect(application.endings.allSatisfy { $0.outcome == .answered(status: 200) })
        }
    }

    @Test("Counts a client that goes away before its answer as aborted")
    func aborted() throws {
        try withServer(makeRoutes(holdNanoseconds: 50_000_000)) { server, application in
            do {
                let client = try RawHTTPClient(port: server.port)
                for _ in 0..<50 { try client.sendRequest("GET", "/late") }
                _ = try client.readResponse()
            }
            // One of the next answers reaches a closed socket, whose reset ends the connection.
            try waitUntil("an exchange is aborted") { application.endings.last?.outcome == .aborted }
        }
    }
}
