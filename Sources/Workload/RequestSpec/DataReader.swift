internal import YAML

/// Reads the values of a spec: its generators, and the columns of its file.
struct DataReader {
    /// What a relative `data_file` is appended to: nothing, or a path that ends in `/`.
    let directory: String
    /// What takes the place of the file.
    let table: CSVTable?

    func read(_ spec: YAMLMapping) throws(YAMLError) -> DataSet {
        var data = DataSet()
        for pair in try spec["data"]?.pairs() ?? [] {
            guard pair.key.utf8.allSatisfy(\.isTokenByte), !pair.key.isEmpty else {
                throw YAMLError("a name of data has letters, digits, '-', '_' and '.'", at: pair.keyPosition)
            }
            data.add(pair.key, try generator(pair.value))
        }
        var table = table
        if table == nil, let node = spec["data_file"] { table = try file(node) }
        if let table, let twice = data.add(table) {
            let position = spec["data_file"]?.position ?? spec["data"]?.position
            let sentence = "the column '\(twice)' of the data file has the name of a generator; rename one of them"
            throw position.map { YAMLError(sentence, at: $0) } ?? YAMLError(sentence, file: directory)
        }
        if let order = spec["data_order"] {
            guard table != nil || spec["data_file"] != nil else {
                throw YAMLError("data_order is that of a file: add data_file", at: order.position)
            }
            data.order = try order.choice(of: DataSet.Order.self)
        }
        return data
    }

    private func file(_ node: YAMLNode) throws(YAMLError) -> CSVTable {
        let path = try node.string()
        guard !path.isEmpty else { throw node.expected("the path of a file") }
        let input: InputFile
        do throws(YAMLError) {
            input = try InputFile(reading: path.hasPrefix("/") ? path : directory + path)
        } catch {
            throw YAMLError("\(error)", at: node.position)
        }
        return try CSVTable(input)
    }

    private func generator(_ node: YAMLNode) throws(YAMLError) -> DataSet.Generator {
        let pair = try node.mapping(of: "a value", keys: RequestSpec.generatorKeys)
            .exactlyOne(of: RequestSpec.generatorKeys)
        switch pair.key {
        case "uniform":
            let bounds = try pair.value.items()
            guard bounds.count == 2 else { throw pair.value.expected("[lowest, highest]") }
            let (low, high) = (try bounds[0].number(), try bounds[1].number())
            guard low <= high, (high - low).isFinite else { throw pair.value.expected("[lowest, highest]") }
            return .uniform(low, high)
        case "int":
            let bounds = try pair.value.items()
            guard bounds.count == 2 else { throw pair.value.expected("[lowest, highest]") }
            let (low, high) = (try integer(bounds[0]), try integer(bounds[1]))
            guard low <= high else { throw pair.value.expected("[lowest, highest]") }
            return .int(low, high)
        case "choice":
            var texts: [[UInt8]] = []
            for item in try pair.value.items() { texts.append(Array(try item.stringOrNumber().utf8)) }
            guard !texts.isEmpty else { throw pair.value.expected("at least one text") }
            return .choice(texts)
        case "uuid":
            _ = try pair.value.integer(in: 4...4)
            return .uuid
        default:
            guard case .sequence(let items) = pair.value.content else {
                return .sequence(start: try integer(pair.value), step: 1)
            }
            guard items.count == 2 else { throw pair.value.expected("a start, or [start, step]") }
            return .sequence(start: try integer(items[0]), step: try integer(items[1]))
        }
    }

    private func integer(_ node: YAMLNode) throws(YAMLError) -> Int {
        try node.integer(in: Int.min...Int.max)
    }
}
