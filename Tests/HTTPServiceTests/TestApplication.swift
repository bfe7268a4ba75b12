import HTTPService
import JSON
import Synchronization

/// Answers as a test tells it, and remembers how its exchanges ended.
final class TestApplication: HTTPApplication {
    struct Ending: Equatable {
        let route: String?
        let outcome: HTTPExchange.Outcome
        let nanoseconds: UInt64
    }

    private let router: HTTPRouter
    private let state = Mutex((connectionsOfWorkers: [Int: Int](), requests: 0, endings: [Ending]()))

    var connections: Int { connectionsOfWorkers.values.reduce(0, +) }
    var connectionsOfWorkers: [Int: Int] { state.withLock { $0.connectionsOfWorkers } }
    var requests: Int { state.withLock { $0.requests } }
    var endings: [Ending] { state.withLock { $0.endings } }

    init(_ routes: [HTTPRoute]) {
        router = HTTPRouter(routes)
    }

    func connectionOpened(worker: Int) { state.withLock { $0.connectionsOfWorkers[worker, default: 0] += 1 } }

    func respond(to exchange: HTTPExchange) {
        state.withLock { $0.requests += 1 }
        router.respond(to: exchange)
    }

    func finished(_ exchange: HTTPExchange) {
        let ending = Ending(
            route: exchange.route,
            outcome: exchange.outcome,
            nanoseconds: exchange.elapsedNanoseconds
        )
        state.withLock { $0.endings.append(ending) }
    }
}

/// Serves `routes` while `use` runs.
func withServer(
    _ routes: [HTTPRoute],
    _ options: HTTPServerOptions = HTTPServerOptions(),
    _ use: (HTTPServer, TestApplication) throws -> Void
) throws {
    let application = TestApplication(routes)
    let server = try HTTPServer(options, application: application)
    defer { server.stop(within: 0) }
    try use(server, application)
}

/// Routes of many tests: `/hello` answers, `/echo` returns its body, `/late` waits, `/bye` closes.
func makeRoutes(holdNanoseconds: UInt64 = 0) -> [HTTPRoute] {
    let hello = HTTPResponse(status: 200, contentType: "text/plain", body: "hello")
    return [
        HTTPRoute("GET", "/hello") { $0.answer(hello) },
        HTTPRoute("HEAD", "/hello") { $0.answer(hello) },
        HTTPRoute("POST", "/echo") { exchange in
            let text = String(decoding: exchange.body, as: UTF8.self)
            let type = exchange.withHeader("X-Kind") { $0.map { String(decoding: $0, as: UTF8.self) } }
            exchange.answer(status: 201) { out in
                out.beginArray()
                out.string(text)
                if let type { out.string(type) }
                out.endArray()
            }
        },
        HTTPRoute("GET", "/late") { exchange in
            exchange.answer(hello)
            exchange.holdNanoseconds = holdNanoseconds
        },
        HTTPRoute("GET", "/bye") { $0.close() },
    ]
}
