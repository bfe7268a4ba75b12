import Engine

/// Parses what nginx answers in the benchmark's tables, each time with another head.
func parseAnswers(_ iterations: Int) -> UInt64 {
    Benchmarked.parse(answer, changing: dateDigit, iterations)
}

/// The same, where the head is known from the last answer.
func recallAnswers(_ iterations: Int) -> UInt64 {
    Benchmarked.recall(answer, iterations)
}

/// Parses an answer in two chunks, as nginx sends what another server makes.
func parseChunkedAnswers(_ iterations: Int) -> UInt64 {
    Benchmarked.parse(chunkedAnswer, changing: dateDigit, iterations)
}

private let answer = Array(head("Content-Length: 12").utf8) + Array("Hello, world".utf8)

/// Where the last digit of the seconds is.
private let dateDigit = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 12:00:0".utf8.count

private let chunkedAnswer =
    Array(head("Transfer-Encoding: chunked").utf8) + Array("7\r\nHello, \r\n5\r\nworld\r\n0\r\n\r\n".utf8)

private func head(_ framing: String) -> String {
    """
    HTTP/1.1 200 OK\r
    Server: nginx/1.22.1\r
    Date: Mon, 23 Nov 2026 12:00:00 GMT\r
    Content-Type: text/plain\r
    \(framing)\r
    Connection: keep-alive\r
    \r\n
    """
}
