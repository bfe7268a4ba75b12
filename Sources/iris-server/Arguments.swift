internal import CPlatform
internal import Glibc
internal import HTTPService
internal import IrisServer

/// What the command line asks for.
enum Invocation {
    /// Serve until a signal comes.
    case serve(HTTPServerOptions, Faults, truthFile: String?, logFile: String?)
    /// Print a text and end.
    case print(String)
}

/// A command line that cannot be obeyed; `message` is nil where getopt has already said why.
struct UsageError: Error {
    let message: String?
}

/// Reads the command line.
struct Arguments {
    private enum Option: Int32, CaseIterable {
        case host = 1
        case port
        case threads
        case reusePort
        case tlsCertificate
        case tlsKey
        case delay
        case busy
        case failRate
        case closeRate
        case seed
        case truth
        case log
        case version
        case help = 104  // 'h', which is also its short form.

        var name: StaticString {
            switch self {
            case .host: "host"
            case .port: "port"
            case .threads: "threads"
            case .reusePort: "reuse-port"
            case .tlsCertificate: "tls-cert"
            case .tlsKey: "tls-key"
            case .delay: "delay"
            case .busy: "busy"
            case .failRate: "fail-rate"
            case .closeRate: "close-rate"
            case .seed: "seed"
            case .truth: "truth"
            case .log: "log"
            case .version: "version"
            case .help: "help"
            }
        }

        var takesArgument: Bool {
            switch self {
            case .reusePort, .version, .help: false
            default: true
            }
        }
    }

    private var server = HTTPServerOptions()
    private var faults = Faults()
    private var truthFile: String?
    private var logFile: String?
    private var certificateFile: String?
    private var keyFile: String?

    /// What the process's command line asks for.
    static func parse() throws(UsageError) -> Invocation {
        var options = Option.allCases.map { option in
            cplatform_option(
                name: UnsafeRawPointer(option.name.utf8Start).assumingMemoryBound(to: CChar.self),
                takes_argument: option.takesArgument ? 1 : 0,
                value: option.rawValue
            )
        }
        options.append(cplatform_option())
        var arguments = Arguments()
        arguments.server.port = 8_000
        arguments.server.threads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        while true {
            var value: UnsafePointer<CChar>?
            let found = cplatform_getopt(CommandLine.argc, CommandLine.unsafeArgv, "h", options, &value)
            if found == -1 { break }
            guard let option = Option(rawValue: found) else { throw UsageError(message: nil) }
            switch option {
            case .help: return .print(Usage.text)
            case .version: return .print(Usage.version)
            default: try arguments.apply(option, value.map { String(cString: $0) } ?? "")
            }
        }
        return try arguments.invocation()
    }

    private mutating func apply(_ option: Option, _ value: String) throws(UsageError) {
        let isUnderstood: Bool
        switch option {
        case .host:
            server.host = value
            isUnderstood = !value.isEmpty
        case .port: isUnderstood = Self.set(&server.port, UInt16(value))
        case .threads:
            isUnderstood = Self.set(&server.threads, Int(value).flatMap { (1...1_024).contains($0) ? $0 : nil })
        case .reusePort:
            server.sharesPort = true
            isUnderstood = true
        case .tlsCertificate: isUnderstood = Self.set(&certificateFile, value)
        case .tlsKey: isUnderstood = Self.set(&keyFile, value)
        case .delay: isUnderstood = faults.addDelay(value)
        case .busy: isUnderstood = faults.setBusy(value)
        case .failRate: isUnderstood = Self.set(&faults.failRate, Self.share(value))
        case .closeRate: isUnderstood = Self.set(&faults.closeRate, Self.share(value))
        case .seed: isUnderstood = Self.set(&faults.seed, UInt64(value))
        case .truth: isUnderstood = Self.set(&truthFile, value)
        case .log: isUnderstood = Self.set(&logFile, value)
        case .version, .help: isUnderstood = true
        }
        guard isUnderstood else {
            throw UsageError(
                message: "--\(option.name) must be \(Usage.expected(option.name.description)), not '\(value)'"
            )
        }
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func share(_ text: String) -> Double? {
        Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    }

    private consuming func invocation() throws(UsageError) -> Invocation {
        if Int(cplatform_first_operand()) < Int(CommandLine.argc) {
            let word = CommandLine.arguments[Int(cplatform_first_operand())]
            throw UsageError(message: "'\(word)' is not an option; iris-server takes no other words")
        }
        switch (certificateFile, keyFile) {
        case (nil, nil): break
        case (let certificateFile?, let keyFile?):
            server.tls = HTTPServerOptions.TLS(certificateFile: certificateFile, keyFile: keyFile)
        default: throw UsageError(message: "--tls-cert and --tls-key must be given together")
        }
        return .serve(server, faults, truthFile: truthFile, logFile: logFile)
    }
}
