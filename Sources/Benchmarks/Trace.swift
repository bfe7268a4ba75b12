import Engine

/// Gives a request an id of its own for its trace.
func traceRequests(_ iterations: Int) -> UInt64 { Benchmarked.trace(request, iterations) }

private let request = Array(
    "GET /items?page=2 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json\r\n\r\n".utf8
)
