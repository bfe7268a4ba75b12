import Engine

/// Parses an answer in two chunks, as nginx sends what another server makes.
func parseChunkedAnswers(_ iterations: Int) -> UInt64 {
    let answer = """
        HTTP/1.1 200 OK\r
        Server: nginx/1.22.1\r
        Date: Mon, 23 Nov 2026 12:00:00 GMT\r
        Content-Type: text/plain\r
        Transfer-Encoding: chunked\r
        Connection: keep-alive\r
        \r
        7\r
        Hello, \r
        5\r
        world\r
        0\r
        \r\n
        """
    return Benchmarked.parse(Array(answer.utf8), iterations)
}
