internal import Glibc

/// Why a process could not be started, as a sentence.
package struct ProcessError: Error, CustomStringConvertible {
    /// The sentence.
    package let description: String

    init(_ what: String, _ error: Int32) {
        description = "\(what): \(String(cString: strerror(error)))"
    }
}
