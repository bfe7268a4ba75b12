import Foundation

/// Something that did not happen as a test needs it.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// Waits until `condition` holds; at the deadline an error with `what` is thrown.
package func waitUntil(_ what: String, seconds: Double = 60, _ condition: () throws -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while try !condition() {
        guard Date() < deadline else { throw TestSupportError("waited in vain until \(what)") }
        usleep(2_000)
    }
}
