extension RunResult.Target {
    /// Takes the CPU time that the server used for the whole run, in seconds: also for the requests of the warm-up, and those that
    /// were answered after the end.
    package mutating func setServerTime(_ seconds: Double) {
        let all = counts.completed + (warmup?.counts.completed ?? 0)
        if all > 0 { cpuSecondsPerRequest = max(0, seconds) / Double(all) }
    }
}
