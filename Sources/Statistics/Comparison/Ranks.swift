/// Places of values in their order.
enum Ranks {
    /// Twice the rank of each value, from 1 on; equal ones share the mean of theirs.
    static func doubled(of values: [Double]) -> [Int] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
            for place in first...last { ranks[order[place]] = first + last + 2 }
            first = last + 1
        }
        return ranks
    }
}
