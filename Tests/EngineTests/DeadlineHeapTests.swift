import Statistics
import Testing
import Workload

@testable import Engine

@Suite struct DeadlineHeapTests {
    @Test("nothing is due in a heap without deadlines")
    func empty() {
        var heap = DeadlineHeap(count: 3)
        #expect(heap.popDue(.max - 1) == nil)
        #expect(heap.earliest == .max)
    }

    @Test("entries come up in the order of their deadlines, each once")
    func order() {
        var heap = DeadlineHeap(count: 4)
        heap.set(2, 30)
        heap.set(0, 10)
        heap.set(3, 20)
        #expect(heap.earliest == 10)
        #expect(heap.popDue(9) == nil)
        #expect([heap.popDue(30), heap.popDue(30), heap.popDue(30), heap.popDue(30)] == [0, 3, 2, nil])
    }

    @Test("a deadline that was put off comes up at its new time")
    func putOff() {
        var heap = DeadlineHeap(count: 2)
        heap.set(0, 10)
        heap.set(0, 50)
        heap.set(1, 20)
        #expect(heap.popDue(20) == 1)
        #expect(heap.popDue(49) == nil)
        #expect(heap.popDue(50) == 0)
    }

    @Test("nothing is due while all deadlines were put off, and the earliest is then the true one")
    func allPutOff() {
        var heap = DeadlineHeap(count: 3)
        for entry in 0..<3 {
            heap.set(entry, 10)
            heap.set(entry, 100 + UInt64(entry))
        }
        let isDueEarly = heap.hasDue(99)
        let earliest = heap.earliest
        let isDue = heap.hasDue(101)
        let popped = [heap.popDue(101), heap.popDue(101), heap.popDue(101)]
        #expect(!isDueEarly && earliest == 100 && isDue && popped == [0, 1, nil])
    }

    @Test("a deadline that was taken back never comes up")
    func takenBack() {
        var heap = DeadlineHeap(count: 2)
        heap.set(0, 10)
        heap.set(0, .max)
        #expect(heap.popDue(1000) == nil)
    }

    @Test("the heap agrees with a plain list over random changes", arguments: 1...20)
    func agreesWithList(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let count = 1 + Int(random.next() % 40)
        var heap = DeadlineHeap(count: count)
        var list = [UInt64](repeating: .max, count: count)
        var now: UInt64 = 0
        for _ in 0..<2000 {
            if random.next() % 3 > 0 {
                let entry = Int(random.next() % UInt64(count))
                let deadline = random.next() % 10 == 0 ? .max : now + random.next() % 1000
                heap.set(entry, deadline)
                list[entry] = deadline
            } else {
                now += random.next() % 200
                #expect(heap.earliest <= list.min() ?? .max)
                var popped: Set<Int> = []
                while let entry = heap.popDue(now) {
                    #expect(list[entry] <= now)
                    list[entry] = .max
                    popped.insert(entry)
                }
                #expect(list.allSatisfy { $0 > now })
            }
        }
    }
}
