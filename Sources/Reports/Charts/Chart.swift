internal import Statistics

/// A chart as inline SVG that is as wide as its page: curves are stretched, letters and lines are not.
///
/// All places are percentages of the plot, so that there is one drawing for a phone and for paper. Curves lie in a
/// drawing of 1000 by 1000 units within it, which is stretched, and their lines are not (`vector-effect`).
struct Chart {
    /// What it shows, in a sentence with figures, for those who don't see it.
    let summary: String
    /// The axis from left to right.
    let x: Axis
    /// The axis from below to above.
    let y: Axis
    /// What is drawn, the undermost first.
    let parts: [ChartPart]
    /// What is told where the pointer rests.
    var strips: [(range: ClosedRange<Double>, text: String)] = []

    /// An axis.
    struct Axis {
        /// What it is, with the unit that the labels lack.
        let title: String
        /// Its labels.
        let ticks: [Tick]
    }

    /// A label of an axis.
    struct Tick: Equatable {
        /// From 0 to 1.
        let position: Double
        /// What stands beside it.
        let label: String
        /// Whether it is left out where there is little room.
        var isMinor = false
    }

    /// The chart with its legend.
    var html: HTMLText {
        """
        <figure>
        <p class="axis">\(y.title)</p>
        \(ChartLegend.html(parts))<div class="plot"><svg role="img" class="area">
        <title>\(summary)</title>
        \(grid)\(parts.map(ChartDrawing.html))\(strips.map(strip))</svg></div>
        </figure>

        """
    }

    private var grid: HTMLText {
        let rows = y.ticks.map { tick -> HTMLText in
            let height = ChartDrawing.percent(1 - tick.position)
            return """
                <line class="grid" x1="0" x2="100%" y1="\(height)" y2="\(height)"/>\
                <text x="-8" y="\(height)" dy=".32em" text-anchor="end">\(tick.label)</text>

                """
        }
        let columns = x.ticks.map { tick -> HTMLText in
            let place = ChartDrawing.percent(tick.position)
            let minor: HTMLText = tick.isMinor ? " class=\"minor\"" : .none
            return """
                <g\(minor)><line class="grid" x1="\(place)" x2="\(place)" y1="0" y2="100%"/>\
                <text x="\(place)" y="100%" dy="18" text-anchor="middle">\(tick.label)</text></g>

                """
        }
        return """
            \(rows)\(columns)<line class="base" x1="0" x2="100%" y1="100%" y2="100%"/>
            <text x="50%" y="100%" dy="38" text-anchor="middle">\(x.title)</text>

            """
    }

    private func strip(_ strip: (range: ClosedRange<Double>, text: String)) -> HTMLText {
        let start = ChartDrawing.percent(strip.range.lowerBound)
        let width = ChartDrawing.percent(strip.range.upperBound - strip.range.lowerBound)
        return """
            <rect class="strip" x="\(start)" width="\(width)" height="100%"><title>\(strip.text)</title></rect>

            """
    }
}
