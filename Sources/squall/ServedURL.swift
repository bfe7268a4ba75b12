internal import Processes

/// A server that a command starts, and the URL that it is loaded at, with the port left open.
struct ServedURL {
    /// The command, with `{port}` where its port is to stand.
    let command: String
    /// The same of the URL, which is what the server is called.
    let url: String
    /// What was typed for it where that was a path.
    private let path: String?

    /// Judges a command and what was typed beside it: nothing, a path, or a URL with `{port}` in it.
    init(command: String, operands: [String], _ readiness: Readiness = Readiness()) throws(UsageError) {
        guard command.contains(ManagedServer.place) else {
            throw UsageError(
                "'\(command)' has no {port}: that is where the port stands that its server is to listen on"
            )
        }
        guard operands.count <= 1 else {
            throw UsageError("one path is expected beside the command, but there is also '\(operands[1])'")
        }
        let operand = operands.first ?? "/"
        path = operand.hasPrefix("/") ? operand : nil
        url = path.map { ServedURL.url(at: "127.0.0.1", $0) } ?? operand
        guard url.contains(ManagedServer.place) else {
            throw UsageError(
                "'\(operand)' has no {port}: the server gets a port that is free; give a path, as /predict, or a URL "
                    + "with {port} for the port"
            )
        }
        guard readiness.path == nil || !url.lowercased().hasPrefix("https") else {
            throw UsageError("--ready: it asks by plain HTTP, and '\(url)' is HTTPS; remove it")
        }
        self.command = command
    }

    /// A URL to judge the other options by, before there is a server.
    var placeholder: String { url.replacing(ManagedServer.place, with: "1") }

    /// The URL of the server that listens there.
    ///
    /// - Parameter host: where the host was left to squall.
    func at(_ host: String, port: UInt16) -> String {
        (path.map { ServedURL.url(at: host, $0) } ?? url).replacing(ManagedServer.place, with: "\(port)")
    }

    private static func url(at host: String, _ path: String) -> String {
        "http://\(host):\(ManagedServer.place)\(path)"
    }
}
