internal import YAML

/// What is wrong with a URL, a header or another part of a workload, as a sentence that says what to do.
package struct WorkloadError: Error, Equatable, CustomStringConvertible {
    /// The sentence.
    package let description: String

    init(_ description: String) {
        self.description = description.printable
    }
}
