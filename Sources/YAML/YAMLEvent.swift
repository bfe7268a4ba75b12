/// One step through a YAML text, as the parser sees it.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case documentStart
        case documentEnd
        case streamEnd
        case scalar(text: String, isPlain: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        case alias(String)
    }

    let kind: Kind
    /// The name that `&name` gives to the node that begins here.
    let anchor: String?
    /// The tag, such as `tag:yaml.org,2002:int`, that `!!int` gives to the node that begins here.
    let tag: String?
    let position: YAMLPosition
}
