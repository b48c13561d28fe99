import Bus
import Testing

@Suite struct Partitions {
    @Test(arguments: [
        ("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43), ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
    ] as [(String, UInt32)])
    func checksumIsTheOneOfZlib(_ text: String, _ value: UInt32) {
        #expect(CRC32.checksum(text.utf8) == value)
    }

    @Test func countsFromOneTo64() {
        #expect(Partitioning(count: 0) == nil)
        #expect(Partitioning(count: 65) == nil)
        #expect(Partitioning(count: 1)?.partition(of: "x") == 0)
        #expect(Partitioning.standard.count == 8)
    }

    @Test func routingKeyHasTwoDigits() throws {
        let type = EventType(system: "epayment", entity: "payment", event: "made")
        let partitioning = try #require(Partitioning(count: 64))
        #expect(partitioning.routingKey(for: type, key: "123456789") == "epayment.payment.p38")
        #expect(Partitioning.standard.routingKey(for: type, key: "123456789") == "epayment.payment.p06")
        #expect(Partitioning.name(0) == "p00")
        #expect(Partitioning.name(63) == "p63")
    }

    @Test func consecutiveDeclarationsSpreadEvenly() {
        var counts = [Int](repeating: 0, count: 8)
        for number in 0..<8000 { counts[Partitioning.standard.partition(of: "\(10_000_000_000 + number)")] += 1 }
        #expect(counts.allSatisfy { (900...1100).contains($0) })
    }
}
