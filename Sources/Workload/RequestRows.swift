internal import YAML

/// The rows of the report that the requests of one source go into, by the names that it gives them.
package struct RequestRows: Sendable {
    /// The most rows whose latencies are kept with three digits.
    package static let mostPrecise = 100

    /// The most rows that there may be; a row has a histogram in each worker.
    package let limit: Int
    /// Their names; the first is that of requests without one, and of those whose names came when all rows were taken.
    package private(set) var names: [String]
    /// Whether there were more names than rows.
    package private(set) var hasOverflowed = false

    /// The row called `first`, and room for others.
    package init(first: String, limit: Int) {
        names = [first]
        self.limit = limit
    }

    /// The rows with these names, each once, and no others.
    package init(_ names: [String]) {
        self.names = names
        limit = names.count
    }

    /// The number of the row called `name`, which is a new one where there is room; nil where there is none.
    package mutating func number(of name: String) -> Int? {
        let name = name.printable
        if let known = names.firstIndex(of: name) { return known }
        guard names.count < limit else {
            hasOverflowed = true
            return nil
        }
        names.append(name)
        return names.count - 1
    }
}
