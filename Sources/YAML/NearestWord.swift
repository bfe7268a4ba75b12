/// The one of `words` that `word` probably means, or nil where none is near.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most 2, and of at most half the length, so
/// that `gte` is taken for `get` but `foo` for nothing. Of equally near words, the first is chosen.
package func nearestWord(to word: String, among words: [String]) -> String? {
    let ranked = words.map { (word: $0, distance: editDistance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= min(2, best.word.count / 2) ? best.word : nil
}

/// How many insertions, deletions, substitutions and swaps of neighbours turn `source` into `target`, each place being
/// edited at most once.
private func editDistance(_ source: String, _ target: String) -> Int {
    let source = Array(source.unicodeScalars)
    let target = Array(target.unicodeScalars)
    // The cost cannot be below the difference in length, so very long words need no table.
    guard abs(source.count - target.count) <= 2 else { return Int.max }
    var beforePrevious: [Int] = []
    var previous = Array(0...target.count)
    for row in source.indices {
        var current = [row + 1]
        for column in target.indices {
            let substitution = previous[column] + (source[row] == target[column] ? 0 : 1)
            var cost = min(previous[column + 1] + 1, current[column] + 1, substitution)
            if row > 0 && column > 0 && source[row] == target[column - 1] && source[row - 1] == target[column] {
                cost = min(cost, beforePrevious[column - 1] + 1)
            }
            current.append(cost)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[target.count]
}
