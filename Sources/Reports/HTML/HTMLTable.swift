/// A table that scrolls in a box of its own where the page is too narrow for it.
struct HTMLTable {
    /// What it shows, for those who don't see where it stands.
    let label: String
    /// What stands above each column, the first of which names the rows.
    let columns: [Column]
    /// A cell for each column.
    let rows: [[HTMLText]]

    /// A column.
    struct Column {
        /// What stands above it.
        let title: String
        /// The class of its cells; nil for none.
        let style: String?

        /// One of a few words.
        static func words(_ title: String) -> Column { Column(title: title, style: nil) }
        /// One of sentences, which has room for some words in a line.
        static func sentences(_ title: String) -> Column { Column(title: title, style: "s") }
        /// One of figures, which stand below each other.
        static func figures(_ title: String) -> Column { Column(title: title, style: "n") }

        /// The attribute of its cells.
        fileprivate var attribute: HTMLText { style.map { " class=\"\($0)\"" } ?? .none }
    }

    /// More rows than this are for programs, and not for people.
    private static let mostRows = 200

    /// The table; nothing without rows.
    var html: HTMLText {
        guard !rows.isEmpty else { return .none }
        let left = rows.count - HTMLTable.mostRows
        let more: HTMLText =
            left > 0
            ? "<p class=\"note\">\(ComparisonText.grouped(left)) more rows are in the JSON result.</p>\n" : .none
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table>
            <thead><tr>\(columns.map(HTMLTable.head))</tr></thead>
            <tbody>
            \(rows.prefix(HTMLTable.mostRows).map(row))</tbody>
            </table>
            </div>
            \(more)
            """
    }

    private static func head(_ column: Column) -> HTMLText {
        "<th scope=\"col\"\(column.attribute)>\(column.title)</th>"
    }

    private func row(_ cells: [HTMLText]) -> HTMLText {
        let parts = zip(columns, cells).enumerated().map { place, part -> HTMLText in
            let (column, cell) = part
            return place == 0
                ? "<th scope=\"row\"\(column.attribute)>\(cell)</th>" : "<td\(column.attribute)>\(cell)</td>"
        }
        return "<tr>\(parts)</tr>\n"
    }
}
