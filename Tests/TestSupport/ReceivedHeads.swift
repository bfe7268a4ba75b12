import Synchronization

/// The heads of the requests that a test's server has received, from all its connections.
package final class ReceivedHeads: Sendable {
    private let heads = Mutex<[String]>([])

    /// None yet.
    package init() {}

    /// All of them in the order in which they came.
    package var all: [String] { heads.withLock { $0 } }

    /// Adds one.
    package func add(_ head: String) {
        heads.withLock { $0.append(head) }
    }
}
