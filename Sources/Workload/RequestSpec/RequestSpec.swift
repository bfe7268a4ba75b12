package import YAML

/// The keys of a request spec, the file of `-s` that lists requests; Docs/Scenarios.md describes it.
package enum RequestSpec {
    /// The keys of the file.
    package static let keys = [
        "version", "order", "seed", "data", "data_file", "data_order", "headers", "requests",
    ]
    /// The keys of a request that give its method and path.
    package static let methodKeys = ["get", "head", "post", "put", "patch", "delete", "options"]
    /// The keys of a request that give its body.
    package static let bodyKeys = ["json", "body", "body_file"]
    /// The keys of a request.
    package static let requestKeys = ["name", "weight"] + methodKeys + ["headers"] + bodyKeys + ["check"]
    /// The keys of a value under `data`.
    package static let generatorKeys = ["uniform", "int", "choice", "uuid", "sequence"]
    /// The keys of a check.
    package static let checkKeys = ["status", "json", "body_contains"]
    /// The keys of a condition on a JSON value.
    package static let conditionKeys = ["equals", "in", "range", "type", "exists"]
}

extension RequestMix {
    /// Reads a request spec; a file named `*.json` is JSON, any other YAML.
    ///
    /// - Parameters:
    ///   - file: the spec; a `body_file` in it is found relative to it.
    ///   - basePath: what each path is appended to, see `TargetURL.basePath`.
    ///   - headers: headers for each request, which replace those of the spec.
    ///   - table: values for its requests, in place of those of its `data_file`.
    package init(
        reading file: InputFile,
        basePath: String = "",
        headers: [Header] = [],
        table: CSVTable? = nil
    ) throws(YAMLError) {
        let isJSON = file.path.lowercased().hasSuffix(".json")
        let root = isJSON ? try YAMLNode(parsingJSON: file) : try YAMLNode(parsing: file)
        let spec = try root.mapping(of: "a request spec", keys: RequestSpec.keys)
        _ = try spec.required("version").integer(in: 1...1)
        let order = try spec["order"]?.choice(of: Order.self)
        let seed = try spec["seed"]?.integer(in: 0...Int.max)
        let directory = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
        let data = try DataReader(directory: directory, table: table).read(spec)
        let reader = RequestReader(
            directory: directory,
            basePath: basePath,
            data: data,
            defaultHeaders: try spec["headers"].map(readHeaders) ?? [],
            finalHeaders: headers
        )
        self.init(
            requests: try reader.requests(try spec.required("requests")),
            order: order ?? .weighted,
            seed: seed.map(UInt64.init) ?? Self.defaultSeed
        )
        self.data = data
    }
}
