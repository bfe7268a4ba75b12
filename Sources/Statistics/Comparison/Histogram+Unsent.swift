extension Histogram {
    /// Records requests of a slot that were due and not sent by its end, each with the time that it had waited until then: it would
    /// have taken at least that.
    ///
    /// Without them a server that stalls would lose its slowest requests. They are taken to be those that were due last, at an even rate.
    ///
    /// - Parameters:
    ///   - unsent: how many they are.
    ///   - due: how many were due in all.
    ///   - seconds: how long the slot was.
    package func recordUnsent(_ unsent: Int, of due: Int, seconds: Double) {
        guard unsent > 0, due >= unsent else { return }
        let distance = seconds * 1e9 / Double(due)
        for place in 0..<unsent { record(UInt64((Double(place) + 0.5) * distance)) }
    }
}
