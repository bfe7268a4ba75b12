/// What the processors of this machine did, in ticks since it was started.
struct StolenTime {
    /// Ticks in which a virtual machine's processors were wanted and given to others.
    let stolen: Double
    /// All ticks.
    let total: Double

    /// The ticks until now; nil where the system does not tell.
    init?() {
        guard let line = SystemFile.line(of: "/proc/stat") else { return nil }
        self.init(line: line)
    }

    /// From the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, and two that are parts of
    /// the first ones (proc_stat(5)).
    init?(line: String) {
        let words = line.split { $0 == " " || $0 == "\n" }
        let ticks = words.dropFirst().prefix(8).compactMap { Double($0) }
        guard words.first == "cpu", ticks.count == 8 else { return nil }
        stolen = ticks[7]
        total = ticks.reduce(0, +)
    }

    /// The share of the time since `earlier` that was stolen.
    func share(since earlier: StolenTime) -> Double {
        total > earlier.total ? max(0, (stolen - earlier.stolen) / (total - earlier.total)) : 0
    }
}
