internal import Workload

/// Makes a worker's requests from those of a workload that have places for values.
///
/// Unchecked, because one thread at a time has it: it is made on one, and then its worker's.
final class TemplateSource: RequestSource, @unchecked Sendable {
    let name: String
    let rows: RequestRows
    private(set) var row = 0
    let makesRequests = true
    let seesAnswers = false
    let delays = false
    let isStopped = false
    let address: String? = nil
    let checks: [Checks]?

    private var chooser: RequestChooser
    private var picker: DataPicker
    private let requests: [Pieces]
    private var bytes = ByteBuffer()
    private var body = ByteBuffer()
    /// Whether the request in `bytes` is still to be given.
    private var isAhead = false

    /// A request taken apart.
    private struct Pieces {
        /// All up to the length of the body, or the whole head where there is no body.
        let head: [Template.Part]
        let body: [Template.Part]
        let hasBody: Bool
    }

    /// - Parameters:
    ///   - worker: its number, of `workers`.
    ///   - hostHeader: the value of `Host` unless a request sets its own.
    ///   - keepsAlive: false adds `Connection: close` unless a request sets its own.
    init(_ mix: RequestMix, worker: Int, of workers: Int, hostHeader: String, keepsAlive: Bool) {
        chooser = RequestChooser(mix, worker: worker)
        picker = DataPicker(mix.data, worker: worker, of: workers, seed: mix.seed(for: .data))
        checks = mix.requests.map(\.checks)
        name = "the data"
        var rows = RequestRows(first: mix.requests[0].name, limit: mix.requests.count)
        for request in mix.requests { _ = rows.number(of: request.name) }
        self.rows = rows
        requests = mix.requests.map { TemplateSource.pieces($0, hostHeader, keepsAlive) }
    }

    private static func pieces(_ request: Request, _ hostHeader: String, _ keepsAlive: Bool) -> Pieces {
        let names = Set(request.headers.map { $0.name.lowercased() })
        let target = request.template?.target.parts ?? [.text(Array(request.target.text.utf8))]
        var head = [text("\(request.method.text) ")] + target + [text(" HTTP/1.1\r\n")]
        if !names.contains("host") { head.append(text("Host: \(hostHeader)\r\n")) }
        for (place, header) in request.headers.enumerated() {
            let value = request.template?.headers[place].parts ?? [.text(Array(header.value.utf8))]
            head += [text(header.value.isEmpty ? "\(header.name):" : "\(header.name): ")] + value + [text("\r\n")]
        }
        if !keepsAlive, !names.contains("connection") { head.append(text("Connection: close\r\n")) }
        let hasBody = !request.body.isEmpty
        head.append(text(hasBody ? "Content-Length: " : "\r\n"))
        let body = request.template?.body.parts ?? [.text(request.body)]
        return Pieces(head: head, body: hasBody ? body : [], hasBody: hasBody)
    }

    private static func text(_ text: String) -> Template.Part { .text(Array(text.utf8)) }

    func next() -> UnsafeRawBufferPointer {
        if isAhead {
            isAhead = false
        } else {
            make()
        }
        return bytes.bytes
    }

    func peek() -> UnsafeRawBufferPointer {
        if !isAhead { make() }
        isAhead = true
        return bytes.bytes
    }

    private func make() {
        row = chooser.next()
        picker.beginRequest()
        bytes.empty()
        write(requests[row].head, to: &bytes)
        guard requests[row].hasBody else { return }
        body.empty()
        write(requests[row].body, to: &body)
        append(Array("\(body.bytes.count)\r\n\r\n".utf8), to: &bytes)
        bytes.append(body.bytes)
    }

    private func write(_ parts: [Template.Part], to buffer: inout ByteBuffer) {
        for part in parts {
            switch part {
            case .text(let text): append(text, to: &buffer)
            case .value(let number, let writing): append(writing.written(picker.value(number)), to: &buffer)
            }
        }
    }

    private func append(_ bytes: [UInt8], to buffer: inout ByteBuffer) {
        bytes.withUnsafeBytes { buffer.append($0) }
    }

    func delay() -> UInt64 { 0 }

    func answered(status _: Int, head _: UnsafeRawBufferPointer, body _: UnsafeRawBufferPointer) {}
}
