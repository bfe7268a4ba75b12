internal import Glibc

/// The limit on open file descriptors of this process.
enum DescriptorLimit {
    /// Descriptors of a connection: its socket and the two ends of its multi handle's wake-up pipe.
    private static let perConnection = 3
    /// Standard streams, files and name look-ups.
    private static let others = 64

    /// Raises the soft limit as far as `connections` and the epoll sets of `threads` need it.
    ///
    /// - Throws: `EngineError.tooFewDescriptors` where the hard limit is lower than that.
    static func raise(forConnections connections: Int, threads: Int) throws(EngineError) {
        let needed = perConnection * connections + threads + others
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < needed else {
            return
        }
        guard limit.rlim_max >= needed else {
            throw .tooFewDescriptors(needed: needed, limit: Int(limit.rlim_max), connections: connections)
        }
        limit.rlim_cur = rlim_t(needed)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw .system("setrlimit", errno: errno)
        }
    }
}
