internal import Glibc

/// The limit on open file descriptors of this process.
enum DescriptorLimit {
    /// Event loops and their wake-up pipes.
    private static let perThread = 8
    /// Standard streams, files and name look-ups.
    private static let others = 64

    /// How many more may be opened; nil where the system does not tell.
    static var left: Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return max(0, Int(min(limit.rlim_cur, rlim_t(Int32.max))) - open)
    }

    /// How many are open, which may be more than this program has opened: whoever started it may have left it some.
    private static var open: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }

    /// Raises the soft limit as far as `connections`, with `each` so many, and the epoll sets of `threads` need it.
    ///
    /// - Throws: `EngineError.tooFewDescriptors` where the hard limit is lower than that.
    static func raise(forConnections connections: Int, each: Int, threads: Int) throws(EngineError) {
        let needed = each * connections + perThread * threads + others
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < needed + open
        else { return }
        guard limit.rlim_max >= needed else {
            throw .tooFewDescriptors(needed: needed, limit: Int(limit.rlim_max), connections: connections)
        }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(needed + open))
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw .system("setrlimit", errno: errno)
        }
    }
}
