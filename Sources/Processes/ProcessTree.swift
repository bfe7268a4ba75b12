internal import Glibc

/// What /proc tells of processes and those that they have started.
enum ProcessTree {
    /// The processes that `process` has started, and theirs.
    static func descendants(of process: pid_t) -> [pid_t] {
        var found: [pid_t] = []
        var open = [process]
        while let next = open.popLast() {
            let children = threads(of: next).flatMap { thread in
                words("/proc/\(next)/task/\(thread)/children").compactMap { pid_t($0) }
            }
            found += children
            open += children
        }
        return found
    }

    /// CPU time that the threads of a process have used, those that have ended too, in seconds; nil where it is gone.
    static func cpuSeconds(of process: pid_t) -> Double? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func threads(of process: pid_t) -> [String] {
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.first != "." { names.append(name) }
        }
        return names
    }

    private static func words(_ path: String) -> [Substring] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split { " \n".contains($0) }
    }
}
