internal import JSON
internal import YAML

/// Reads the checks of a request.
func readChecks(_ node: YAMLNode) throws(YAMLError) -> Checks {
    let fields = try node.mapping(of: "a check", keys: RequestSpec.checkKeys)
    let statuses = try fields["status"].map(readStatuses) ?? []
    var body: [BodyCheck] = []
    if let text = fields["body_contains"] {
        let bytes = Array(try text.string().utf8)
        guard !bytes.isEmpty else { throw text.expected("a text of at least one character") }
        body.append(.contains(bytes))
    }
    for pair in try fields["json"]?.pairs() ?? [] {
        let path = try readPath(pair)
        for condition in try readConditions(pair.value) { body.append(.json(text: pair.key, path, condition)) }
    }
    return Checks(statuses: statuses, body: body)
}

// MARK: - Status

private func readStatuses(_ node: YAMLNode) throws(YAMLError) -> [ClosedRange<Int>] {
    guard case .sequence(let items) = node.content else { return [try readStatus(node)] }
    guard !items.isEmpty else { throw YAMLError("list at least one status", at: node.position) }
    var statuses: [ClosedRange<Int>] = []
    for item in items { statuses.append(try readStatus(item)) }
    return statuses
}

/// Reads a status such as 200, or a class such as `2xx`.
private func readStatus(_ node: YAMLNode) throws(YAMLError) -> ClosedRange<Int> {
    guard case .scalar(let scalar) = node.content else { throw node.expected("a status such as 200 or 2xx") }
    if case .integer(let status) = scalar.value, (100...599).contains(status) { return status...status }
    let text = scalar.text.lowercased()
    guard let digit = text.first?.wholeNumberValue, (1...5).contains(digit), text == "\(digit)xx" else {
        throw node.expected("a status such as 200 or 2xx")
    }
    return digit * 100...digit * 100 + 99
}

// MARK: - JSON

private func readPath(_ pair: YAMLPair) throws(YAMLError) -> JSONPath {
    do throws(JSONPathError) {
        return try JSONPath(pair.key)
    } catch {
        throw YAMLError("\(error)", at: pair.keyPosition)
    }
}

private func readConditions(_ node: YAMLNode) throws(YAMLError) -> [JSONCondition] {
    let fields = try node.mapping(of: "a condition", keys: RequestSpec.conditionKeys)
    var conditions: [JSONCondition] = []
    if let exists = fields["exists"] { conditions.append(.exists(try exists.bool())) }
    if let type = fields["type"] { conditions.append(.type(try type.choice(of: JSONCondition.JSONType.self))) }
    if let value = fields["equals"] { conditions.append(.equals(try JSONValue(value))) }
    if let list = fields["in"] { conditions.append(.isIn(try readValues(list))) }
    if let bounds = fields["range"] { conditions.append(.range(try readRange(bounds))) }
    guard !conditions.isEmpty else {
        throw YAMLError("a condition needs at least one of its keys, such as 'equals'", at: node.position)
    }
    return conditions
}

private func readValues(_ node: YAMLNode) throws(YAMLError) -> [JSONValue] {
    var values: [JSONValue] = []
    for item in try node.items() { values.append(try JSONValue(item)) }
    guard !values.isEmpty else { throw YAMLError("list at least one value", at: node.position) }
    return values
}

private func readRange(_ node: YAMLNode) throws(YAMLError) -> ClosedRange<Double> {
    let bounds = try node.items()
    guard bounds.count == 2 else { throw YAMLError("write a range as [lowest, highest]", at: node.position) }
    let (lowest, highest) = (try bounds[0].number(), try bounds[1].number())
    guard lowest <= highest else {
        throw YAMLError("the range is empty: write the lower bound first", at: node.position)
    }
    return lowest...highest
}
