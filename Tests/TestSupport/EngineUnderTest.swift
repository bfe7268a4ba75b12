/// An engine with its event loop, for tests that hold for each of them.
package enum EngineUnderTest: String, CaseIterable, Sendable {
    case multi
    case epoll
    case uring

    /// Those that this system has: containers often forbid io_uring.
    package static let all: [EngineUnderTest] = allCases.filter { $0 != .uring || isRingPermitted }

    /// Those that speak HTTP/1.1 themselves.
    package static var direct: [EngineUnderTest] { all.filter { $0 != .multi } }

    /// Whether the kernel lets squall have an io_uring.
    private static let isRingPermitted: Bool = {
        // Nobody listens on port 1, so it ends at once, and complains of the ring first.
        guard let program = try? builtProduct("squall"),
            let ended = try? Command(program, EngineUnderTest.uring.options + ["http://127.0.0.1:1/"]).run()
        else { return false }
        let isPermitted = !ended.standardError.contains("--event-loop uring")
        if !isPermitted { print("io_uring is not tested: \(ended.standardError)") }
        return isPermitted
    }()

    /// What makes squall use it.
    package var options: [String] {
        self == .multi ? ["--engine", "multi"] : ["--engine", "direct", "--event-loop", rawValue]
    }
}
