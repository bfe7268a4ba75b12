import Engine
import Workload

/// Makes the bytes of a request with a body and two headers.
func renderRequests(_ iterations: Int) throws -> UInt64 {
    let request = Request(
        method: try Method("POST"),
        target: try RequestTarget("/items?page=2"),
        headers: [
            try Header(name: "Accept", value: "application/json"),
            try Header(name: "Content-Type", value: "application/json"),
        ],
        body: Array(#"{"name": "squall", "count": 12}"#.utf8)
    )
    return Benchmarked.render(request, hostHeader: "127.0.0.1:8080", iterations)
}
