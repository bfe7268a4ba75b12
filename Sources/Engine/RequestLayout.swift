internal import Workload

/// A request of the workload as it is laid out in bytes, with places for values where it has some.
struct RequestLayout {
    /// All up to the length of the body, or the whole head where there is no body.
    let head: [Template.Part]
    /// The body; empty where there is none.
    let body: [Template.Part]

    /// - Parameters:
    ///   - hostHeader: the value of `Host` unless the request sets its own.
    ///   - keepsAlive: false adds `Connection: close` unless the request sets its own.
    init(_ request: Request, hostHeader: String, keepsAlive: Bool) {
        let names = Set(request.headers.map { $0.name.lowercased() })
        let target = request.template?.target.parts ?? [RequestLayout.text(request.target.text)]
        var head = [RequestLayout.text("\(request.method.text) ")] + target + [RequestLayout.text(" HTTP/1.1\r\n")]
        if !names.contains("host") { head.append(RequestLayout.text("Host: \(hostHeader)\r\n")) }
        for (place, header) in request.headers.enumerated() {
            let value = request.template?.headers[place].parts ?? [RequestLayout.text(header.value)]
            let name = header.value.isEmpty ? "\(header.name):" : "\(header.name): "
            head += [RequestLayout.text(name)] + value + [RequestLayout.text("\r\n")]
        }
        if !keepsAlive, !names.contains("connection") { head.append(RequestLayout.text("Connection: close\r\n")) }
        head.append(RequestLayout.text(request.body.isEmpty ? "\r\n" : "Content-Length: "))
        self.head = head
        body = request.body.isEmpty ? [] : request.template?.body.parts ?? [.text(request.body)]
    }

    private static func text(_ text: String) -> Template.Part { .text(Array(text.utf8)) }

    /// What stands between the head and a body of `count` bytes.
    static func length(_ count: Int) -> [UInt8] { Array("\(count)\r\n\r\n".utf8) }

    /// The bytes of a request that has no places for values.
    var bytes: [UInt8] {
        let (head, body) = (RequestLayout.texts(head), RequestLayout.texts(body))
        return body.isEmpty ? head : head + RequestLayout.length(body.count) + body
    }

    private static func texts(_ parts: [Template.Part]) -> [UInt8] {
        parts.flatMap { part -> [UInt8] in
            if case .text(let text) = part { text } else { [] }
        }
    }
}
