/// When a server that was started is ready to be loaded.
package struct Readiness: Equatable, Sendable {
    /// How long it may take until then, in seconds.
    package var seconds: Double
    /// What has to be answered by a status of 200 to 399 when it is got; nil where it is enough that it takes connections.
    package var path: String?

    /// Ready when it takes connections, or answers `path`.
    package init(seconds: Double = 30, path: String? = nil) {
        self.seconds = seconds
        self.path = path
    }

    /// Whether a server on `port` is ready.
    func isMet(by port: LoopbackPort) -> Bool {
        path.map(port.answers) ?? port.takesConnections
    }

    /// What a server has not done that is not ready, in a sentence.
    func missing(on port: UInt16) -> String {
        let length = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        let what =
            path.map { "did not answer GET \($0) on port \(port) by a status of 200 to 399" }
            ?? "took no connection on port \(port)"
        return "\(what) within \(length) s"
    }
}
