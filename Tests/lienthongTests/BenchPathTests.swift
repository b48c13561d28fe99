import Testing

@testable import lienthong

/// What `bench path` makes of what it has measured.
@Suite struct BenchPathTests {
    @Suite struct Tenths {
        private func tenths(_ sizes: [Int], seconds: [Double]) -> PathTenths {
            var tenths = PathTenths(messages: sizes.count)
            for (size, time) in zip(sizes, seconds) { tenths.note(bytes: size, at: .seconds(time)) }
            return tenths
        }

        @Test("A drain that gets slower shows in its last tenth")
        func slower() {
            // 10 messages a tenth; the last ten come half as fast.
            let times = (1...90).map(Double.init) + (1...10).map { 90 + 2 * Double($0) }
            let rates = tenths([Int](repeating: 500, count: 100), seconds: times).rates(events: 2000)
            #expect(rates == [20, 20, 20, 20, 20, 20, 20, 20, 20, 10])
        }

        @Test("Small messages count for as many events as their bytes can hold")
        func bytes() {
            // The first tenth's messages are a third of the others; all take the same time.
            let sizes = (0..<100).map { $0 < 10 ? 100 : 300 }
            let rates = tenths(sizes, seconds: (1...100).map(Double.init)).rates(events: 2800)
            #expect(rates == [10] + [Double](repeating: 30, count: 9))
        }

        @Test("A number of messages that ten does not divide goes into tenths whose sizes differ by one at most")
        func uneven() {
            let rates = tenths([Int](repeating: 7, count: 25), seconds: (1...25).map(Double.init)).rates(events: 25)
            #expect(rates == [Double](repeating: 1, count: 10))
        }

        @Test("A backlog that was not drained, or so small that tenths cannot be told apart, has no rates")
        func none() {
            #expect(tenths([Int](repeating: 1, count: 100), seconds: (1...99).map(Double.init)).rates(events: 100).isEmpty)
            #expect(tenths([Int](repeating: 1, count: 100), seconds: [Double](repeating: 1, count: 100)).rates(events: 100).isEmpty)
            #expect(tenths([1, 1], seconds: [1, 2]).rates(events: 2).isEmpty)
        }

        @Test("Messages that come a second time change nothing")
        func again() {
            var tenths = tenths([Int](repeating: 4, count: 20), seconds: (1...20).map(Double.init))
            let before = tenths
            tenths.note(bytes: 1000, at: .seconds(500))
            #expect(tenths == before)
        }
    }

    @Suite struct Spread {
        @Test("Percentiles are durations that occurred")
        func percentiles() {
            let spread = DurationSpread((1...1000).map { .milliseconds($0) }.shuffled())
            #expect(spread.milliseconds(500) == 501)
            #expect(spread.milliseconds(990) == 991)
            #expect(spread.milliseconds(999) == 1000)
            #expect(spread.longest == 1000)
        }

        @Test("One long one of a thousand is what 99.9 percent do not stay below; of two thousand it is not")
        func outlier() {
            func spread(_ count: Int) -> DurationSpread {
                DurationSpread([.seconds(9)] + [Duration](repeating: .milliseconds(5), count: count - 1))
            }
            #expect(spread(1000).milliseconds(999) == 9000)
            #expect(spread(2000).milliseconds(999) == 5)
        }

        @Test("Of nothing there is no figure")
        func nothing() {
            #expect(DurationSpread([]).milliseconds(999).isNaN)
            #expect(DurationSpread([]).longest.isNaN)
        }
    }

    @Suite struct Takeover {
        private let start = ContinuousClock.now

        private func change(_ partition: Int, accepted: Double, seen: Double) -> TakeoverChanges.Change {
            .init(partition: partition, accepted: start + .seconds(accepted), seen: start + .seconds(seen))
        }

        private func changes(_ list: [TakeoverChanges.Change]) -> TakeoverChanges {
            TakeoverChanges(list, killed: [0, 1], killedAt: start + .seconds(10))
        }

        @Test("Changes count for the owner of the partition that led to them")
        func sides() {
            let found = changes([
                change(0, accepted: 1, seen: 2), change(1, accepted: 9, seen: 13), change(2, accepted: 9, seen: 9.5),
                change(7, accepted: 11, seen: 11.25),
            ])
            #expect(found.stopped.sorted() == [.seconds(1), .seconds(4)])
            #expect(found.live.sorted() == [.milliseconds(250), .milliseconds(500)])
        }

        @Test("The takeover is over when the last partition has published something accepted after the kill")
        func last() {
            let found = changes([
                // Came late, but the dead owner may have published it.
                change(0, accepted: 9.9, seen: 10.1), change(0, accepted: 10.5, seen: 11.5), change(0, accepted: 10.2, seen: 11),
                change(1, accepted: 10, seen: 12), change(1, accepted: 14, seen: 14.1), change(3, accepted: 10.1, seen: 19),
            ])
            #expect(found.takeover == .seconds(2))
        }

        @Test("Without a change after the kill a partition has not gone on")
        func never() {
            #expect(changes([change(0, accepted: 11, seen: 12), change(1, accepted: 9, seen: 15)]).takeover == nil)
        }

        @Test("The figures come from the child process as they were")
        func json() throws {
            let side = PathTakeover.Side([.milliseconds(3), .milliseconds(8)])
            let figures = PathTakeover(rate: 998.5, live: side, killed: side, takeover: 612.25, repeated: 4)
            #expect(PathTakeover(figures.json) == figures)
            #expect(PathTakeover(["rate": 1]) == nil)
        }
    }

    @Suite struct Past {
        private let template = PastTemplate(seed: 1061, blocks: 2)

        private func made(_ text: String, _ number: Int) -> String {
            PastText(text, template).text(PastCopy(template: template, number: number))
        }

        @Test("Copies speak of declarations one after the other, wherever they are named")
        func declarations() {
            #expect(made("vnaccs:VAD1AC:1061500000310:U", 0) == "vnaccs:VAD1AC:1061000000310:U")
            #expect(made("vnaccs:VAD1AC:1061500049910:U", 0) == "vnaccs:VAD1AC:1061000049910:U")
            #expect(made("vnaccs:VAD1AC:1061500000010:U", 1) == "vnaccs:VAD1AC:1061000050010:U")
            #expect(made("C06150000030 D06150004999", 2) == "C06100010030 D06100014999")
        }

        @Test("Past ten million declarations the seed before follows")
        func beyond() {
            #expect(made("D0615000007", 20_000) == "D0600000007")
        }

        @Test("Lists of vouchers are named by their block")
        func blocks() {
            #expect(made("treasury:TTSP:L061B20001N3:2", 0) == "treasury:TTSP:L061B00001N3:2")
            #expect(made("treasury:TTSP:L061B20001N3:2", 7) == "treasury:TTSP:L061B00015N3:2")
        }

        @Test("UUIDs are others in each copy, the same within one, and still of their form")
        func uuids() throws {
            let text = "epayment:0b1e37f4-9c1d-4a6e-a3f0-5d2c4b7a8e91:1"
            let (first, second) = (made(text, 0), made(text, 1))
            #expect(Set([text, first, second]).count == 3)
            #expect(made(text, 1) == second)
            #expect(try #/epayment:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}:1/#.wholeMatch(in: second) != nil)
            #expect(made("epayment:1b1e37f4-9c1d-4a6e-a3f0-5d2c4b7a8e91:1", 1) != second)
        }

        @Test("Times go on day by day, counters one by one")
        func times() {
            #expect(made("IDA..20250314104441000499", 0) == "IDA..20010101104441000499")
            // 40,000 declarations a day, 500 a copy.
            #expect(made("IDA..20250314104441000499", 79) == "IDA..20010101104441039999")
            #expect(made("IDA..20250314104441000000", 80) == "IDA..20010102104441040000")
            #expect(made("IDA..20250315104441000001", 2000) == "IDA..20010127104441000001")
            #expect(made("status:06:20250314110641", 80 * 336) == "status:06:20020101110641")
        }

        @Test("The payment gateway's acceptance numbers are others in each copy, the same within one")
        func acceptances() {
            let (first, second) = (made("epayment:865974781648993790", 0), made("epayment:865974781648993790", 1))
            #expect(Set(["epayment:865974781648993790", first, second]).count == 3)
            #expect(first.utf8.count == 27 && second.utf8.count == 27)
            #expect(made("epayment:865974781648993790", 1) == second)
        }

        @Test("What names no declaration of the template stays as it is")
        func others() {
            for text in ["", "1062500000310", "0615000500", "061B20002N1", "0614999999", "20250313061500", "ABC-061500-0003"] {
                #expect(made(text, 3) == text)
            }
        }
    }
}
