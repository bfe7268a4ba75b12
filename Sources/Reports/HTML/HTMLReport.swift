internal import Statistics

/// Saved results as one document that needs nothing else: no network, no script, no other file.
///
/// A policy in it forbids both, so that a browser would refuse what a name in a result might ask for.
package enum HTMLReport {
    /// The document.
    ///
    /// - Parameter results: each with its title, such as the name of its file; in the order in which they are shown.
    package static func document(_ results: [(title: String, result: SavedResult)]) -> String {
        let runs = results.compactMap { title, result -> HTMLOverview.Run? in
            if case .run(let run) = result { HTMLOverview.Run(title: title, result: run) } else { nil }
        }
        let isOverviewShown = runs.count > 1
        let articles = results.enumerated().map { place, item -> HTMLText in
            let content =
                switch item.result {
                case .run(let run): HTMLRun(title: item.title, result: run, hasOwnCurves: !isOverviewShown).html
                case .comparison(let comparison): HTMLComparison(title: item.title, result: comparison).html
                }
            return "<article id=\"result\(place + 1)\">\n\(content)</article>\n"
        }
        let overview = isOverviewShown ? HTMLOverview(runs: runs).html : .none
        let document: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>\(title(results))</title>
            <style>
            \(HTMLStyle.sheet)</style>
            </head>
            <body>
            <header>
            <h1>\(heading(results))</h1>
            \(contents(results))</header>
            \(overview)\(articles)</body>
            </html>

            """
        return document.source
    }

    private static func title(_ results: [(title: String, result: SavedResult)]) -> String {
        guard let first = results.first else { return "squall" }
        return results.count == 1 ? "\(first.title) – squall" : "\(results.count) results – squall"
    }

    private static func heading(_ results: [(title: String, result: SavedResult)]) -> String {
        guard results.count == 1, let first = results.first else { return "squall · \(results.count) results" }
        switch first.result {
        case .run(let run): return run.search == nil ? "squall · load test" : "squall · search for the highest rate"
        case .comparison: return "squall · comparison"
        }
    }

    /// Where each result stands, where there are several.
    private static func contents(_ results: [(title: String, result: SavedResult)]) -> HTMLText {
        guard results.count > 1 else { return .none }
        let items = results.enumerated().map { place, item -> HTMLText in
            "<li><a href=\"#result\(place + 1)\">\(item.title)</a></li>\n"
        }
        return "<nav aria-label=\"Results\">\n<ul>\n\(items)</ul>\n</nav>\n"
    }
}
