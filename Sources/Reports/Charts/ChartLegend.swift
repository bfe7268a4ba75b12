/// What the parts of a chart are, above it: as text of the page, which breaks into lines where there is little room.
enum ChartLegend {
    /// The parts that have a name; nothing where none has.
    static func html(_ parts: [ChartPart]) -> HTMLText {
        let items = parts.compactMap { part in
            part.name.map { "<li>\(sample(part)) \($0)</li>\n" as HTMLText }
        }
        return items.isEmpty ? .none : "<ul class=\"legend\">\n\(items)</ul>\n"
    }

    private static func sample(_ part: ChartPart) -> HTMLText {
        let style = "\(part.colour.name) \(part.stroke.rawValue)"
        let drawing: HTMLText =
            switch part.shape {
            case .line, .level: "<line class=\"line \(style)\" x1=\"0\" x2=\"26\" y1=\"6\" y2=\"6\"/>"
            case .upright: "<line class=\"line \(style)\" x1=\"13\" x2=\"13\" y1=\"0\" y2=\"12\"/>"
            case .dots(_, let isHollow):
                "<circle class=\"\(part.colour.name) \(isHollow ? "hollow" : "dot")\" cx=\"13\" cy=\"6\" r=\"3.5\"/>"
            case .band: "<rect class=\"band \(part.colour.name)\" width=\"26\" height=\"12\"/>"
            }
        return "<svg width=\"26\" height=\"12\" aria-hidden=\"true\">\(drawing)</svg>"
    }
}
