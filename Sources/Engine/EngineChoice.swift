internal import Workload

/// Which engine sends: what the user may ask for.
package enum EngineChoice: String, Sendable, CaseIterable {
    /// The one that costs less and can do what is asked.
    case auto
    /// HTTP/1.1 of our own on connections of libcurl's.
    case direct
    /// libcurl's transfers.
    case multi
}

/// Which event loop the direct engine uses: what the user may ask for.
package enum EventLoopChoice: String, Sendable, CaseIterable {
    /// io_uring where the kernel permits it, else epoll.
    case auto
    case epoll
    case uring
}

/// The engine that a run uses.
enum ChosenEngine: Sendable {
    case multi
    case direct(any EventLoop.Type)

    /// Chooses for `plan`.
    ///
    /// - Throws: `EngineError.wrongOption` where the engine or event loop that was asked for cannot do it, `.unsupported`
    ///   where the kernel does not permit it.
    init(_ plan: RunPlan) throws(EngineError) {
        let obstacle = ChosenEngine.obstacle(plan.target, plan.options)
        if let obstacle {
            try ChosenEngine.refuseWhatIsDirect(plan, ": \(obstacle)")
        } else if plan.engine == .multi {
            try ChosenEngine.refuseWhatIsDirect(plan, "; remove --engine multi")
        }
        switch plan.engine {
        case .multi:
            self = .multi
        case .auto where obstacle != nil:
            self = .multi
        case .auto, .direct:
            if let obstacle { throw .wrongOption("--engine direct: \(obstacle); use --engine multi") }
            self = .direct(try ChosenEngine.loop(plan.eventLoop, isTLS: plan.target.scheme == .https))
        }
    }

    /// Refuses what only the direct engine does, where it is not used for the reason given.
    private static func refuseWhatIsDirect(_ plan: RunPlan, _ reason: String) throws(EngineError) {
        let asked = [
            ("--pipeline", plan.options.version == .http1 && plan.options.streams > 1),
            ("--connect-rate", plan.options.connectRate != nil),
            ("--event-loop uring", plan.eventLoop == .uring),
        ]
        for (option, isAsked) in asked where isAsked {
            throw .wrongOption("\(option) needs the direct engine\(reason)")
        }
    }

    /// Why the direct engine cannot be used; nil if it can.
    private static func obstacle(_ target: TargetURL, _ options: ConnectionOptions) -> String? {
        if options.version != .http1 { return "it does not speak \(options.version.rawValue)" }
        if options.isForwarded(target) { return "it cannot send through a proxy that forwards requests" }
        if options.proxy?.lowercased().hasPrefix("https:") == true { return "it cannot go through an https proxy" }
        if target.scheme == .https, !Capabilities.sharesOpenSSL {
            return "libcurl \(Capabilities.libraries["libcurl"] ?? "") has another TLS library than OpenSSL"
        }
        return nil
    }

    private static func loop(_ choice: EventLoopChoice, isTLS: Bool) throws(EngineError) -> any EventLoop.Type {
        switch choice {
        case .epoll: return EpollLoop.self
        case .uring:
            do {
                _ = try RingLoop(connections: 1)
                return RingLoop.self
            } catch {
                throw .unsupported("--event-loop uring: \(error.description); use --event-loop epoll")
            }
        case .auto:
            // Encrypted bytes are read by OpenSSL itself, which the ring cannot do for it.
            guard !isTLS, (try? RingLoop(connections: 1)) != nil else { return EpollLoop.self }
            return RingLoop.self
        }
    }

    /// How the result names it.
    var name: String {
        switch self {
        case .multi: "multi"
        case .direct: "direct"
        }
    }

    /// A multi handle for each connection has the two ends of a pipe beside the connection's socket.
    var descriptorsPerConnection: Int {
        switch self {
        case .multi: 3
        case .direct: 1
        }
    }

    /// How the result names its event loop.
    var eventLoop: String {
        switch self {
        case .multi: EpollLoop.name
        case .direct(let loop): loop.name
        }
    }
}
