internal import CPlatform
internal import Glibc
internal import Statistics

extension RunResult.Host {
    /// The machine this process runs on.
    static func current(generatorCPU: Double) -> RunResult.Host {
        var name = utsname()
        uname(&name)
        return RunResult.Host(
            os: text(name.sysname),
            kernel: text(name.release),
            arch: text(name.machine),
            cpuModel: processorName,
            cpus: Int(cplatform_allowed_processors()),
            memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
            generatorCPU: generatorCPU
        )
    }

    /// A C array of characters, which Swift sees as a tuple.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static var processorName: String? {
        let line = SystemFile.line(of: "/proc/cpuinfo") { $0.hasPrefix("model name") && $0.contains(":") }
        return line.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
    }
}

/// A wall-clock time as RFC 3339 in UTC with milliseconds.
func timestamp(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    var whole = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&whole, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + ".\(fraction)Z"
}
