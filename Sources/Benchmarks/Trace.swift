import Engine

/// Writes the ids of a request's trace.
func traceRequests(_ iterations: Int) -> UInt64 { Benchmarked.trace(iterations) }
