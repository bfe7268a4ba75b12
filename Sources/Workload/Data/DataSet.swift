/// Values that change from request to request, by name: the columns of a CSV file, and generators.
package struct DataSet: Sendable {
    /// Which line of the file a request gets.
    package enum Order: String, CaseIterable, Sendable {
        /// One after the other, dealt to the workers in turn, and from the start again at the end.
        case sequential
        /// Any of them, each as likely.
        case random
    }

    /// How a value is made.
    package enum Generator: Equatable, Sendable {
        /// A real number between the two.
        case uniform(Double, Double)
        /// A whole number from the first to the second.
        case int(Int, Int)
        /// One of these, each as likely.
        case choice([[UInt8]])
        /// A random UUID (RFC 9562, version 4).
        case uuid
        /// Whole numbers in steps, each once, all workers together.
        case sequence(start: Int, step: Int)

        /// Whether its values are numbers of JSON.
        var isNumber: Bool {
            switch self {
            case .uniform, .int, .sequence: true
            case .choice, .uuid: false
            }
        }
    }

    enum Source: Sendable {
        case generator(Generator)
        /// A column of the file.
        case field(Int)
    }

    /// The names of the values, in the order of their numbers.
    package private(set) var names: [String] = []
    private(set) var sources: [Source] = []
    private(set) var rows: [[[UInt8]]] = []
    /// Which line of the file a request gets.
    package var order = Order.sequential

    /// No values.
    package init() {}

    /// Whether there are none.
    package var isEmpty: Bool { names.isEmpty }

    /// Adds a generator.
    package mutating func add(_ name: String, _ generator: Generator) {
        names.append(name)
        sources.append(.generator(generator))
    }

    /// Adds the columns of a table.
    ///
    /// - Returns: the name of one that there is already; nil where there is none, and they are added.
    package mutating func add(_ table: CSVTable) -> String? {
        if let known = table.names.first(where: names.contains) { return known }
        for (place, name) in table.names.enumerated() {
            names.append(name)
            sources.append(.field(place))
        }
        rows = table.rows
        return nil
    }

    /// Whether a value may have a line break or another control character, which no header may.
    func hasControls(_ number: Int) -> Bool {
        switch sources[number] {
        case .generator(.choice(let texts)): texts.contains { $0.contains(where: \.isControl) }
        case .generator: false
        case .field(let place): rows.contains { $0[place].contains(where: \.isControl) }
        }
    }

    func isNumber(_ number: Int) -> Bool {
        if case .generator(let generator) = sources[number] { generator.isNumber } else { false }
    }
}
