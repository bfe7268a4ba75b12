internal import JSON
internal import YAML

/// Reads the requests of a spec.
struct RequestReader {
    /// What a relative `body_file` is appended to: nothing, or a path that ends in `/`.
    let directory: String
    let basePath: String
    /// What requests have places for.
    let data: DataSet
    /// The headers of the file, which those of a request replace.
    let defaultHeaders: [Header]
    /// The headers that replace all others.
    let finalHeaders: [Header]

    /// Reads a list of requests.
    func requests(_ list: YAMLNode) throws(YAMLError) -> [Request] {
        var requests: [Request] = []
        for node in try list.items() {
            let request = try request(node)
            guard !requests.contains(where: { $0.name == request.name }) else {
                throw YAMLError(
                    "another request is named '\(request.name)' too; give one of them a 'name' of its own",
                    at: node.position
                )
            }
            requests.append(request)
        }
        guard !requests.isEmpty else { throw YAMLError("list at least one request", at: list.position) }
        return requests
    }

    private func request(_ node: YAMLNode) throws(YAMLError) -> Request {
        let fields = try node.mapping(of: "a request", keys: RequestSpec.requestKeys)
        let line = try fields.exactlyOne(of: RequestSpec.methodKeys)
        let method = Method(token: line.key.uppercased())
        let path = spaceless(try line.value.string())
        let target = try blame(line.value.position) { () throws(WorkloadError) in try RequestTarget(path) }
        let request = Request(
            name: try fields["name"].map(name) ?? "\(method.text) \(target.path)",
            method: method,
            target: target.below(basePath),
            headers: try headers(fields),
            body: try body(fields),
            checks: try fields["check"].map(readChecks) ?? Checks(),
            weight: try fields["weight"].map(weight) ?? 1
        )
        return try blame(node.position) { () throws(WorkloadError) in
            try request.filled(with: data, isJSON: fields["json"] != nil)
        }
    }

    /// A path whose places for values have no blanks, which no path may have.
    private func spaceless(_ path: String) -> String {
        data.isEmpty ? path : path.replacing(/\{\{ *([^{} ]*) *\}\}/) { "{{\($0.1)}}" }
    }

    // MARK: - Parts of a request

    private func name(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.string()
        guard !name.isEmpty else { throw node.expected("a name of at least one character") }
        guard name == name.printable else { throw node.expected("a name without control characters") }
        return name
    }

    private func weight(_ node: YAMLNode) throws(YAMLError) -> Double {
        let weight = try node.number()
        guard weight > 0, weight <= Request.weightLimit else {
            throw node.expected("a weight above 0 and at most \(Int(Request.weightLimit))")
        }
        return weight
    }

    private func headers(_ fields: YAMLMapping) throws(YAMLError) -> [Header] {
        let own = try fields["headers"].map(readHeaders) ?? []
        let headers = defaultHeaders.replacing(with: own).replacing(with: finalHeaders)
        let needsType = fields["json"] != nil && headers.value(of: Header.jsonContentType.name) == nil
        return needsType ? headers + [.jsonContentType] : headers
    }

    private func body(_ fields: YAMLMapping) throws(YAMLError) -> [UInt8] {
        guard let body = try fields.atMostOne(of: RequestSpec.bodyKeys) else { return [] }
        switch body.key {
        case "json":
            var writer = JSONWriter()
            writer.value(try JSONValue(body.value))
            return writer.bytes
        case "body":
            return Array(try body.value.string().utf8)
        default:
            return try contents(body.value)
        }
    }

    private func contents(_ node: YAMLNode) throws(YAMLError) -> [UInt8] {
        let path = try node.string()
        guard !path.isEmpty else { throw node.expected("the path of a file") }
        do throws(YAMLError) {
            return try InputFile(reading: path.hasPrefix("/") ? path : directory + path).bytes
        } catch {
            throw YAMLError("\(error)", at: node.position)
        }
    }
}

/// Reads a mapping of header names to values; no two names may differ only in case.
func readHeaders(_ node: YAMLNode) throws(YAMLError) -> [Header] {
    var headers: [Header] = []
    for pair in try node.pairs() {
        let value = try pair.value.stringOrNumber()
        let header = try blame(pair.keyPosition) { () throws(WorkloadError) in
            try Header(name: pair.key, value: value)
        }
        guard headers.value(of: header.name) == nil else {
            throw YAMLError("the header '\(header.name)' stands here again; keep one of them", at: pair.keyPosition)
        }
        headers.append(header)
    }
    return headers
}

/// The value that `make` makes, or its error with the place that is to blame.
private func blame<Value>(
    _ position: YAMLPosition,
    _ make: () throws(WorkloadError) -> Value
) throws(YAMLError) -> Value {
    do throws(WorkloadError) {
        return try make()
    } catch {
        throw YAMLError(error.description, at: position)
    }
}
