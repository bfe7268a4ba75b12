/// Builds the one tree of a YAML text and refuses what no configuration file needs.
///
/// Aliases are replaced by what they name, so a few lines could stand for billions of nodes ("billion laughs");
/// hence the bound on nodes counts each as often as it is named.
struct YAMLTreeBuilder: ~Copyable {
    /// The most nodes of a document.
    static let nodeLimit = 1_000_000

    /// A finished subtree, with what it adds where an alias names it.
    private struct Subtree {
        let node: YAMLNode
        let nodeCount: Int
        let height: Int
    }

    private let parser: LibYAMLParser
    private var anchors: [String: Subtree] = [:]
    private var nodeCount = 0

    init(_ parser: consuming LibYAMLParser) {
        self.parser = parser
    }

    /// Reads the whole text; one without a document is null.
    mutating func build() throws(YAMLError) -> YAMLNode {
        _ = try parser.next()
        let first = try parser.next()
        guard case .documentStart = first.kind else {
            return YAMLNode(.scalar(YAMLScalar(.null, text: "")), at: first.position)
        }
        let root = try node(try parser.next(), depth: 1).node
        _ = try parser.next()
        let end = try parser.next()
        guard case .streamEnd = end.kind else {
            throw YAMLError("a second document begins here; put each document in a file of its own", at: end.position)
        }
        return root
    }

    /// Reads the node that begins with `event`.
    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Subtree {
        if case .alias(let name) = event.kind { return try alias(name, at: event.position, depth: depth) }
        try count(1, height: 1, depth: depth, at: event.position)
        if event.tag != nil {
            throw YAMLError("tags are not supported; remove the tag, and quote what is a string", at: event.position)
        }
        let before = nodeCount
        let (content, height) = try content(of: event, depth: depth)
        let subtree = Subtree(
            node: YAMLNode(content, at: event.position),
            nodeCount: 1 + nodeCount - before,
            height: 1 + height
        )
        if let anchor = event.anchor { anchors[anchor] = subtree }
        return subtree
    }

    /// The content of the node that begins with `event`, and the height of what is in it.
    private mutating func content(of event: YAMLEvent, depth: Int) throws(YAMLError) -> (YAMLNode.Content, Int) {
        switch event.kind {
        case .scalar(let text, let isPlain):
            return (
                .scalar(
                    isPlain ? try YAMLScalar(plain: text, at: event.position) : YAMLScalar(.string(text), text: text)
                ), 0
            )
        case .sequenceStart:
            return try sequence(depth: depth)
        case .mappingStart:
            return try mapping(depth: depth)
        default:
            fatalError("unreachable: libyaml begins no node with this event")
        }
    }

    private mutating func sequence(depth: Int) throws(YAMLError) -> (YAMLNode.Content, Int) {
        var items: [YAMLNode] = []
        var height = 0
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return (.sequence(items), height) }
            let item = try node(event, depth: depth + 1)
            items.append(item.node)
            height = max(height, item.height)
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> (YAMLNode.Content, Int) {
        var pairs = YAMLPairList()
        var height = 0
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return (.mapping(pairs.pairs), height) }
            let key = try key(event, depth: depth + 1)
            try pairs.announce(key, at: event.position)
            let value = try node(try parser.next(), depth: depth + 1)
            pairs.append(YAMLPair(key: key, at: event.position, value: value.node))
            height = max(height, value.height)
        }
    }

    private mutating func key(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> String {
        if case .scalar("<<", isPlain: true) = event.kind {
            throw YAMLError("merge keys (<<) are not supported; write the keys out", at: event.position)
        }
        guard case .scalar(let key) = try node(event, depth: depth).node.content else {
            throw YAMLError("a key must be a word or a string, not a list or a mapping", at: event.position)
        }
        return key.text
    }

    private mutating func alias(_ name: String, at position: YAMLPosition, depth: Int) throws(YAMLError) -> Subtree {
        guard let subtree = anchors[name] else {
            throw YAMLError("nothing before this is named &\(name)", at: position)
        }
        try count(subtree.nodeCount, height: subtree.height, depth: depth, at: position)
        return subtree
    }

    /// Takes note of nodes at `depth`, or refuses them.
    private mutating func count(
        _ count: Int,
        height: Int,
        depth: Int,
        at position: YAMLPosition
    ) throws(YAMLError) {
        nodeCount += count
        guard nodeCount <= Self.nodeLimit else {
            throw YAMLError(
                "the document has more than \(Self.nodeLimit) values, aliases counted in full",
                at: position
            )
        }
        guard depth + height - 1 <= YAMLNode.depthLimit else {
            throw YAMLError("values are nested more than \(YAMLNode.depthLimit) deep", at: position)
        }
    }
}

extension YAMLNode {
    /// Reads the one YAML document of a file; an empty file is null.
    ///
    /// Refused, each with a position: duplicate keys, a second document, tags, merge keys, keys that are not scalars,
    /// numbers out of range, and documents that are too deep or too large.
    package init(parsing file: InputFile) throws(YAMLError) {
        // An empty array may come without an address, which libyaml does not take.
        guard !file.bytes.isEmpty else {
            let start = YAMLPosition(file: file.path, line: 1, column: 1)
            self.init(.scalar(YAMLScalar(.null, text: "")), at: start)
            return
        }
        self = try file.bytes.withUnsafeBufferPointer { bytes throws(YAMLError) in
            var builder = YAMLTreeBuilder(LibYAMLParser(input: bytes, file: file.path))
            return try builder.build()
        }
    }
}
