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

    /// What a look at a port has found.
    enum Look {
        case ready(LoopbackPort.Address)
        /// A status that is none of a server which is ready.
        case answered(Int)
        case nothing
    }

    /// Looks whether a server on `port` is ready, at each address: some listen on `localhost`, and that is ::1 to them.
    func look(at port: LoopbackPort) -> Look {
        for address in LoopbackPort.Address.allCases {
            if let path {
                guard let status = port.status(ofGetting: path, at: address) else { continue }
                return (200..<400).contains(status) ? .ready(address) : .answered(status)
            }
            if port.takesConnections(at: address) { return .ready(address) }
        }
        return .nothing
    }

    /// What a server has not done that is not ready, in a sentence.
    ///
    /// - Parameter last: what was found by the last look.
    func missing(on port: UInt16, _ last: Look) -> String {
        let length = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        guard let path else { return "took no connection on port \(port) within \(length) s" }
        let answer = if case .answered(let status) = last { ", but by \(status)" } else { "" }
        return "did not answer GET \(path) on port \(port) by a status of 200 to 399 within \(length) s\(answer)"
    }
}
