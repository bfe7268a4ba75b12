package import HTTPService
internal import JSON

/// The Iris prediction server, from its making until `stop`.
package final class PredictionServer: Sendable {
    private let application: IrisApplication
    private let server: HTTPServer

    /// Listens as `options` say, and answers with `faults`.
    ///
    /// - Parameter keepsTimes: whether `log` has something to tell.
    package init(
        _ options: HTTPServerOptions = HTTPServerOptions(),
        faults: Faults = Faults(),
        keepsTimes: Bool = false
    ) throws {
        application = try IrisApplication(faults: faults, threads: options.threads, keepsTimes: keepsTimes)
        server = try HTTPServer(options, application: application)
    }

    /// The port it listens on.
    package var port: UInt16 { server.port }

    /// What the server did until now, as the JSON that `GET /truth` answers.
    package var truth: String {
        var out = JSONWriter()
        application.truth.write(to: &out)
        return out.text
    }

    /// The answered requests, a line each: path, when it was read, when it was answered.
    package var log: String { application.truth.log }

    /// Accepts no more connections, lets running requests end within `nanoseconds`, and closes all connections.
    package func stop(within nanoseconds: UInt64 = 5_000_000_000) {
        server.stop(within: nanoseconds)
    }
}
