import Testing

@testable import Statistics

@Suite struct SignTestTests {
    @Test("the sign test is that of fair coins")
    func signs() {
        for (heads, count, expected) in [
            (0, 0, 1.0), (1, 1, 0.5), (7, 7, 1.0 / 128), (9, 10, 11.0 / 1024), (5, 10, 638.0 / 1024),
        ] {
            #expect(abs(SignTest.probability(heads: heads, of: count) - expected) < 1e-12)
        }
        #expect(abs(SignTest.probability(heads: 500, of: 1000) - 0.51261) < 1e-5)
        let many = SignTest.probability(heads: 1200, of: 2000)
        #expect(many > 1e-19 && many < 3e-19)
    }
}
