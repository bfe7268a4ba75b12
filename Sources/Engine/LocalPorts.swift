/// The local ports that this machine gives to connections by itself.
enum LocalPorts {
    /// How many there are; nil where the system does not tell.
    static var count: Int? {
        let line = SystemFile.line(of: "/proc/sys/net/ipv4/ip_local_port_range") ?? ""
        let ends = line.split { $0 == "\t" || $0 == " " }.compactMap { Int($0) }
        guard ends.count == 2, ends[0] <= ends[1] else { return nil }
        return ends[1] - ends[0] + 1
    }

    /// How many are left to a target for which connections were opened at this pace.
    ///
    /// A port that the client has closed stays taken for a minute (TIME_WAIT).
    ///
    /// - Parameters:
    ///   - kept: connections that are open.
    ///   - opened: connections that were opened within `seconds`.
    static func left(of count: Int, kept: Int, opened: Int, seconds: Double) -> Int {
        let lastMinute = seconds > 60 ? Int(Double(opened) * 60 / seconds) : opened
        return max(0, count - max(kept, lastMinute))
    }
}
