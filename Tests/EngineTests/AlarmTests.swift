import Testing

@testable import Engine

@Suite struct AlarmTests {
    @Test("it is set to earlier times only, until it has gone off")
    func moves() {
        var alarm = Alarm()
        let moves = [100, 200, 100, 50, 70].map { alarm.moves(to: $0) }
        #expect(moves == [true, false, false, true, false] && alarm.time == 50)
        alarm.wentOff()
        let movesAgain = alarm.moves(to: 200)
        #expect(movesAgain)
    }
}
