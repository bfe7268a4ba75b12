import Engine

/// Parses what nginx answers in the benchmark's tables.
func parseAnswers(_ iterations: Int) -> UInt64 {
    let answer = """
        HTTP/1.1 200 OK\r
        Server: nginx/1.22.1\r
        Date: Mon, 23 Nov 2026 12:00:00 GMT\r
        Content-Type: text/plain\r
        Content-Length: 12\r
        Connection: keep-alive\r
        \r
        Hello, world
        """
    return Benchmarked.parse(Array(answer.utf8), iterations)
}
