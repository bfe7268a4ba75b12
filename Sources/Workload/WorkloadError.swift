internal import YAML

/// What is wrong with a part of a workload that came from the command line, as a sentence that says what to do.
package struct WorkloadError: Error, Equatable, CustomStringConvertible {
    /// The sentence.
    package let description: String

    init(_ description: String) {
        self.description = description.printable
    }
}
