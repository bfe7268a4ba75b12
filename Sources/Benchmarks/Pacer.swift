import Engine

/// Asks whether the next connection may be opened.
func paceConnections(_ iterations: Int) -> UInt64 { Benchmarked.paceConnections(iterations) }
