/// One request as it is sent again and again, and what its answer must be like.
package struct Request: Sendable {
    /// The name under which results are shown; no two requests of a run share one.
    package let name: String
    /// GET, POST or any other.
    package let method: Method
    /// The path and query, below the base path if there is one.
    package let target: RequestTarget
    /// The fields in the order given, no name twice; `Host`, `Content-Length` and the like are added when it is sent.
    package let headers: [Header]
    /// The bytes of the body; nothing is sent for an empty one.
    package let body: [UInt8]
    /// What its answer must fulfil.
    package let checks: Checks
    /// Its parts with places for values; nil where it is the same each time.
    package internal(set) var template: RequestTemplate?
    /// How often the request is sent in proportion to the others, above 0.
    package let weight: Double

    /// The largest weight; with larger ones, the share of a small weight would be lost in rounding.
    package static let weightLimit = 1e6

    /// Makes a request; without a name, it is the method and the path.
    package init(
        name: String? = nil,
        method: Method = .get,
        target: RequestTarget,
        headers: [Header] = [],
        body: [UInt8] = [],
        checks: Checks = Checks(),
        weight: Double = 1
    ) {
        precondition(weight > 0 && weight <= Self.weightLimit, "a weight is above 0 and at most the limit")
        self.name = name ?? "\(method.text) \(target.path)"
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.checks = checks
        self.weight = weight
    }
}
