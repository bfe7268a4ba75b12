internal import Glibc

/// The search for the highest rate at which something holds, where each try may be wrong by chance.
///
/// It goes up a ladder of parts of the rate of a closed loop, halves the way between what held and what did not until both
/// are near each other, and then tries the rates on both sides of the limit again, so that it rests on majorities. The
/// interval lies between the highest rate that held in each of several tries and the lowest that held in none. It is pure:
/// who has it asks for the next rate, and tells what became of it.
package struct RateSearch: Sendable {
    /// What was tried, by rising rate.
    package private(set) var tallies: [Tally] = []
    private let closedRate: Double

    /// Rates nearer to each other than by this ratio are not told apart.
    package static let resolution = 1.02
    /// How far from a rate that held at times the end of the interval is looked for, as a ratio.
    private static let margin = 1.05
    /// How often the rates at the limit are tried.
    package static let repeats = 4
    /// More tries than this are not made, however much they contradict each other.
    package static let mostTries = 50
    /// The parts of the closed loop's rate that come first; they also give the curve its points.
    private static let ladder = [0.25, 0.5, 0.75, 1]
    /// Below this part of it nothing is looked for, nor above that one.
    private static let (least, most) = (1.0 / 64, 16.0)

    /// What the tries of one rate gave.
    package struct Tally: Sendable, Equatable {
        /// Requests a second.
        package let rate: Double
        /// How often it held.
        package fileprivate(set) var held = 0
        /// How often it was tried.
        package fileprivate(set) var tries = 0

        /// Whether it held in most tries.
        package var holds: Bool { 2 * held > tries }
    }

    /// - Parameter closedRate: the requests a second of a closed loop on the same connections: about the highest rate that
    ///   can be had at all.
    package init(closedRate: Double) {
        precondition(closedRate > 0, "without a rate there is nothing to look for")
        self.closedRate = closedRate
    }

    /// Tells what became of a try.
    package mutating func add(_ rate: Double, held: Bool) {
        let place = tallies.firstIndex { $0.rate >= rate } ?? tallies.count
        if place == tallies.count || tallies[place].rate != rate { tallies.insert(Tally(rate: rate), at: place) }
        tallies[place].tries += 1
        if held { tallies[place].held += 1 }
    }

    /// The lowest rate that does not hold; nil where none was found.
    private var failing: Tally? { tallies.first { !$0.holds } }

    /// The highest rate that held in most tries, with none below it that did not; nil where there is none.
    package var highest: Tally? { tallies.prefix { $0.holds }.last }

    /// The highest rate that held each time it was tried, several times; nil where there is none.
    package var lower: Tally? {
        tallies.prefix { $0.holds }.last { $0.held == $0.tries && $0.tries >= RateSearch.repeats }
    }

    /// The lowest rate above the limit that held in none of several tries; nil where there is none.
    package var upper: Tally? {
        tallies.drop { $0.holds }.first { $0.held == 0 && $0.tries >= RateSearch.repeats }
    }

    /// The rate to be tried next; nil when the search is over.
    package var next: Double? {
        guard tallies.reduce(0, { $0 + $1.tries }) < RateSearch.mostTries else { return nil }
        guard let failing else { return higher }
        guard let highest else { return lowest(failing) }
        if failing.rate / highest.rate > RateSearch.resolution {
            return rounded((failing.rate * highest.rate).squareRoot())
        }
        if failing.tries < RateSearch.repeats { return failing.rate }
        if highest.tries < RateSearch.repeats { return highest.rate }
        return above ?? below
    }

    /// The next rung of the ladder, or a rate above it; nil where rates are beyond belief.
    private var higher: Double? {
        let top = tallies.last?.rate ?? 0
        let rung = RateSearch.ladder.map { rounded($0 * closedRate) }.first { $0 > top }
        let next = rung ?? rounded(top * 1.25)
        return next <= RateSearch.most * closedRate ? next : nil
    }

    /// The next rate where none holds yet; nil where it is certain that none will.
    private func lowest(_ failing: Tally) -> Double? {
        let next = rounded(failing.rate / 2)
        if next >= RateSearch.least * closedRate { return next }
        return failing.tries < RateSearch.repeats ? failing.rate : nil
    }

    /// A rate for the upper end of the interval: the lowest that never held, if it is near those below it that held at times;
    /// nil where it was tried often enough.
    private var above: Double? {
        let failing = tallies.drop { $0.holds }
        let place = failing.firstIndex { $0.held == 0 } ?? failing.endIndex
        let near = place > failing.startIndex ? rounded(failing[place - 1].rate * RateSearch.margin) : .infinity
        guard place < failing.endIndex, failing[place].rate <= near else { return near }
        return failing[place].tries < RateSearch.repeats ? failing[place].rate : nil
    }

    /// A rate for the lower end: the highest that always held, if it is near those above it that held at times; nil where it
    /// was tried often enough, or cannot be had.
    private var below: Double? {
        let holding = tallies.prefix { $0.holds }
        let place = holding.lastIndex { $0.held == $0.tries } ?? -1
        let near = place + 1 < holding.endIndex ? rounded(holding[place + 1].rate / RateSearch.margin) : 0
        if place >= 0, holding[place].rate >= near {
            return holding[place].tries < RateSearch.repeats ? holding[place].rate : nil
        }
        return near >= RateSearch.least * closedRate ? near : nil
    }

    /// `rate` in four digits: what is printed is what was offered.
    private func rounded(_ rate: Double) -> Double {
        guard rate > 0 else { return rate }
        let unit = pow(10, floor(log10(rate)) - 3)
        // A power of ten with a negative exponent is not exact; its inverse is.
        return unit < 1
            ? (rate * (1 / unit).rounded()).rounded() / (1 / unit).rounded() : (rate / unit).rounded() * unit
    }
}
