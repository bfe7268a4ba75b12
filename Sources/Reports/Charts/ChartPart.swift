/// Something that is drawn in a chart.
///
/// Positions are from 0 to 1, from the left and from below.
struct ChartPart {
    /// Its name in the legend; nil where it has none.
    let name: String?
    /// What it looks like.
    let shape: Shape
    /// Which of the colours it has.
    let colour: Colour
    /// How its line is drawn.
    var stroke = Stroke.solid

    /// A place in a chart.
    struct Point: Equatable {
        /// From the left.
        let x: Double
        /// From below.
        let y: Double
    }

    /// What a part looks like.
    enum Shape {
        /// A line through points, with gaps between its pieces.
        case line([[Point]])
        /// Dots, each with what is told where the pointer rests on it.
        case dots([(point: Point, text: String)], isHollow: Bool)
        /// All between two heights.
        case band(ClosedRange<Double>)
        /// A line at a height.
        case level(Double)
        /// A line from below to above.
        case upright(Double)
    }

    /// Colours go by what they are for: series have one each, what judges them has none of those.
    enum Colour: Equatable {
        /// That of a series with this number, from 0.
        case series(Int)
        /// What is no series of values.
        case neutral

        /// How many series have a colour of their own.
        static let count = 8

        /// The class that has the colour.
        var name: String {
            switch self {
            case .series(let number): "c\(number % Colour.count)"
            case .neutral: "cn"
            }
        }
    }

    /// How a line is drawn.
    enum Stroke: String {
        case solid
        case dashed
        case dotted
        /// Beside dots, which carry the figures.
        case thin
    }
}
