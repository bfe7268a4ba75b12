import Testing

@testable import HTTPService

@Suite("Things due at a time")
struct DueHeapTests {
    @Test("Come out in the order of their times, whatever order they went in", arguments: [1, 2, 3, 10, 257])
    func order(count: UInt64) {
        var heap = DueHeap<UInt64>()
        // Multiplying by a number prime to the count shuffles 0..<count.
        let times = (0..<count).map { $0 * 7_919 % count }
        for time in times { heap.insert(time, due: time) }
        #expect(heap.earliest == 0)
        var popped: [UInt64] = []
        while let next = heap.popDue(at: .max) { popped.append(next) }
        #expect(popped == times.sorted())
        #expect(heap.earliest == nil)
    }

    @Test("Stay until their time has come")
    func notYet() {
        var heap = DueHeap<String>()
        heap.insert("late", due: 20)
        heap.insert("early", due: 10)
        #expect(heap.popDue(at: 9) == nil)
        #expect(heap.popDue(at: 10) == "early")
        #expect(heap.popDue(at: 19) == nil)
        #expect(heap.earliest == 20)
    }
}
