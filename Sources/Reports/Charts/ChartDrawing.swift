internal import Statistics

/// The parts of a chart as SVG.
enum ChartDrawing {
    /// The side of the drawing that curves lie in.
    private static let size = 1000.0

    /// A part.
    static func html(_ part: ChartPart) -> HTMLText {
        let style = "\(part.colour.name) \(part.stroke.rawValue)"
        return switch part.shape {
        case .line(let pieces): line(pieces, style)
        case .dots(let places, let isHollow): dots(places, "\(part.colour.name) \(isHollow ? "hollow" : "dot")")
        case .band(let range):
            """
            <rect class="band \(part.colour.name)" x="0" y="\(percent(1 - range.upperBound))" width="100%" \
            height="\(percent(range.upperBound - range.lowerBound))"/>

            """
        case .level(let height):
            """
            <line class="line \(style)" x1="0" x2="100%" y1="\(percent(1 - height))" y2="\(percent(1 - height))"/>

            """
        case .upright(let place):
            "<line class=\"line \(style)\" x1=\"\(percent(place))\" x2=\"\(percent(place))\" y1=\"0\" y2=\"100%\"/>\n"
        }
    }

    /// A part of 1 as SVG's percentage.
    static func percent(_ part: Double) -> String { "\((part * 100).text(decimals: 2))%" }

    private static func line(_ pieces: [[ChartPart.Point]], _ style: String) -> HTMLText {
        let paths = pieces.map(corners)
        // A line through one point alone would not be seen.
        let single = zip(pieces, paths).filter { $1.count == 1 }.compactMap { $0.0.first }
        let path = paths.filter { $0.count > 1 }.map { points in
            "M" + points.map { "\($0.0),\($0.1)" }.joined(separator: " ")
        }
        let drawn: HTMLText =
            path.isEmpty
            ? .none
            : """
            <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" class="curves">\
            <path class="line \(style)" d="\(path.joined())"/></svg>

            """
        return drawn + dots(single.map { ($0, "") }, "\(style) dot")
    }

    /// The places of `points` in the drawing, without those that lie on the way from the one before to the next.
    private static func corners(_ points: [ChartPart.Point]) -> [(Int, Int)] {
        var corners: [(Int, Int)] = []
        for point in points {
            let next = (Int((point.x * size).rounded()), Int(((1 - point.y) * size).rounded()))
            if let last = corners.last, last == next { continue }
            if corners.count > 1, isOnTheWay(corners[corners.count - 1], corners[corners.count - 2], next) {
                corners.removeLast()
            }
            corners.append(next)
        }
        return corners
    }

    /// Whether a place lies between two others straight above or beside it.
    private static func isOnTheWay(_ place: (Int, Int), _ first: (Int, Int), _ last: (Int, Int)) -> Bool {
        func isBetween(_ middle: Int, _ one: Int, _ other: Int) -> Bool {
            min(one, other) <= middle && middle <= max(one, other)
        }
        guard first.0 == last.0 || first.1 == last.1 else { return false }
        return isBetween(place.0, first.0, last.0) && isBetween(place.1, first.1, last.1)
    }

    private static func dots(_ dots: [(point: ChartPart.Point, text: String)], _ style: String) -> HTMLText {
        let circles = dots.map { dot -> HTMLText in
            let title: HTMLText = dot.text.isEmpty ? .none : "<title>\(dot.text)</title>"
            let (x, y) = (percent(dot.point.x), percent(1 - dot.point.y))
            return "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\">\(title)</circle>\n"
        }
        return "\(circles)"
    }
}
