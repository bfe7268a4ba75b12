internal import CYAML

/// A libyaml parser over bytes in memory; no other file calls libyaml.
struct LibYAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeBufferPointer<UInt8>
    private let file: String

    /// Reads `input`, which must stay valid for as long as the parser lives.
    init(input: UnsafeBufferPointer<UInt8>, file: String) {
        parser = .allocate(capacity: 1)
        // libyaml would count a byte order mark as a column, and then refuse a directive after it.
        let hasMark = input.starts(with: [0xEF, 0xBB, 0xBF])
        self.input = hasMark ? UnsafeBufferPointer(rebasing: input.dropFirst(3)) : input
        self.file = file
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        // Without this, libyaml would take some bytes for UTF-16.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, self.input.baseAddress, self.input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; none may be asked for after `streamEnd` or an error.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let (kind, anchor, tag) = parts(of: event)
        return YAMLEvent(kind: kind, anchor: anchor, tag: tag, position: position(of: event.start_mark))
    }

    private func parts(of event: yaml_event_t) -> (YAMLEvent.Kind, anchor: String?, tag: String?) {
        switch event.type {
        case YAML_STREAM_START_EVENT: return (.streamStart, nil, nil)
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, nil, nil)
        case YAML_DOCUMENT_END_EVENT: return (.documentEnd, nil, nil)
        case YAML_STREAM_END_EVENT: return (.streamEnd, nil, nil)
        case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, nil, nil)
        case YAML_MAPPING_END_EVENT: return (.mappingEnd, nil, nil)
        case YAML_ALIAS_EVENT: return (.alias(text(event.data.alias.anchor) ?? ""), nil, nil)
        case YAML_SEQUENCE_START_EVENT:
            return (.sequenceStart, text(event.data.sequence_start.anchor), text(event.data.sequence_start.tag))
        case YAML_MAPPING_START_EVENT:
            return (.mappingStart, text(event.data.mapping_start.anchor), text(event.data.mapping_start.tag))
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let value = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            return (.scalar(text: value, isPlain: isPlain), text(scalar.anchor), text(scalar.tag))
        default: fatalError("unreachable: libyaml has no event of type \(event.type.rawValue)")
        }
    }

    private func text(_ pointer: UnsafePointer<yaml_char_t>?) -> String? { pointer.map { String(cString: $0) } }

    private func position(of mark: yaml_mark_t) -> YAMLPosition {
        YAMLPosition(file: file, line: mark.line + 1, column: mark.column + 1)
    }

    // MARK: - Errors

    private func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "libyaml gives no reason"
        // The reader refuses bytes before the scanner has a line and a column for them.
        if parser.pointee.error == YAML_READER_ERROR {
            return YAMLError("this is not YAML text: \(problem)", at: position(ofByte: parser.pointee.problem_offset))
        }
        let place = position(of: parser.pointee.problem_mark)
        if parser.pointee.error == YAML_SCANNER_ERROR && scalar(at: place) == "\t" {
            return YAMLError("this is not YAML: a tab stands here; indent with spaces", at: place)
        }
        let context = parser.pointee.context.map { " \(String(cString: $0))" } ?? ""
        return YAMLError("this is not YAML: \(problem)\(context)", at: place)
    }

    private func position(ofByte offset: Int) -> YAMLPosition {
        let before = String(decoding: input.prefix(offset), as: UTF8.self).unicodeScalars
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return YAMLPosition(file: file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }

    private func scalar(at place: YAMLPosition) -> Unicode.Scalar? {
        let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: place.line, omittingEmptySubsequences: false)
        guard lines.count >= place.line else { return nil }
        let line = String(decoding: lines[place.line - 1], as: UTF8.self)
        return line.unicodeScalars.dropFirst(place.column - 1).first
    }
}
