package import HTTPService
internal import JSON

/// The Iris prediction server, from its making until `stop`.
package final class PredictionServer: Sendable {
    private let application: IrisApplication
    private let server: HTTPServer

    /// Listens as `options` say, and answers with `faults`.
    package init(_ options: HTTPServerOptions = HTTPServerOptions(), faults: Faults = Faults()) throws {
        application = try IrisApplication(faults: faults, threads: options.threads)
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

    /// Accepts no more connections, lets running requests end within `nanoseconds`, and closes all connections.
    package func stop(within nanoseconds: UInt64 = 5_000_000_000) {
        server.stop(within: nanoseconds)
    }
}
