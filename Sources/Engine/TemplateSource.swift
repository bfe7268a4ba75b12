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
    private let requests: [RequestLayout]
    private var bytes = ByteBuffer()
    private var body = ByteBuffer()
    /// Whether the request in `bytes` is still to be given.
    private var isAhead = false

    /// - Parameters:
    ///   - worker: its number, of `workers`.
    ///   - hostHeader: the value of `Host` unless a request sets its own.
    ///   - keepsAlive: false adds `Connection: close` unless a request sets its own.
    init(_ mix: RequestMix, worker: Int, of workers: Int, hostHeader: String, keepsAlive: Bool) {
        chooser = RequestChooser(mix, worker: worker)
        picker = DataPicker(mix.data, worker: worker, of: workers, seed: mix.seed(for: .data))
        checks = mix.requests.map(\.checks)
        name = "the data"
        rows = RequestRows(mix.requests.map(\.name))
        requests = mix.requests.map { RequestLayout($0, hostHeader: hostHeader, keepsAlive: keepsAlive) }
    }

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
        guard !requests[row].body.isEmpty else { return }
        body.empty()
        write(requests[row].body, to: &body)
        append(RequestLayout.length(body.bytes.count), to: &bytes)
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
