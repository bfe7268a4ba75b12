/// One thing a server does: a method on a path.
package struct HTTPRoute: Sendable {
    let method: String
    let path: String
    let respond: @Sendable (HTTPExchange) -> Void

    /// Answers `method` requests for exactly `path`.
    package init(_ method: String, _ path: String, respond: @escaping @Sendable (HTTPExchange) -> Void) {
        self.method = method
        self.path = path
        self.respond = respond
    }
}

/// Finds the route of a request, and answers those that have none as FastAPI does: 404, or 405 with the methods there are.
package struct HTTPRouter: Sendable {
    private struct Place: Sendable {
        let path: String
        let pathBytes: [CChar]
        let routes: [(method: [CChar], respond: @Sendable (HTTPExchange) -> Void)]
        let wrongMethod: HTTPResponse
    }

    private static let notFound = HTTPResponse(status: 404, json: #"{"detail":"Not Found"}"#)
    private static let tooLarge = HTTPResponse(status: 413, json: #"{"detail":"Content Too Large"}"#)

    private let places: [Place]

    /// A router over `routes`; the first of those for the same method and path wins.
    package init(_ routes: [HTTPRoute]) {
        var paths: [String] = []
        for route in routes where !paths.contains(route.path) { paths.append(route.path) }
        places = paths.map { path in
            let here = routes.filter { $0.path == path }
            let allowed = here.map(\.method).joined(separator: ", ")
            let wrongMethod = HTTPResponse(
                status: 405,
                json: #"{"detail":"Method Not Allowed"}"#,
                headers: [("Allow", allowed)]
            )
            return Place(
                path: path,
                pathBytes: Array(path.utf8CString),
                routes: here.map { (Array($0.method.utf8CString), $0.respond) },
                wrongMethod: wrongMethod
            )
        }
    }

    /// Answers by the route of the request.
    package func respond(to exchange: HTTPExchange) {
        guard let place = places.first(where: { exchange.isPath($0.pathBytes) }) else {
            return exchange.answer(Self.notFound)
        }
        exchange.route = place.path
        guard let route = place.routes.first(where: { exchange.isMethod($0.method) }) else {
            return exchange.answer(place.wrongMethod)
        }
        if exchange.isBodyTooLarge { return exchange.answer(Self.tooLarge) }
        route.respond(exchange)
    }
}
