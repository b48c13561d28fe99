import Bus
import Console
import Store
import Testing

@Suite struct PartitionRecordTests {
    private let control = MemoryControl()
    private let start = Timestamp(milliseconds: 1_741_964_400_000)

    @Test func beforeTheFirstStartEveryNumberIsRightAndNothingIsRemembered() async throws {
        let record = PartitionRecord(control)
        try await record.check(16)
        #expect(try await record.installed(insteadOf: 16) == nil)
        #expect(try await control.log(after: 0, limit: 10).isEmpty)
    }

    @Test func theNumberOfTheFirstStartStays() async throws {
        let record = PartitionRecord(control)
        try await record.settle(8, by: "lienthong-1", at: start)
        try await record.settle(8, by: "lienthong-1", at: start)
        try await record.check(8)
        #expect(try await record.installed(insteadOf: 8) == nil)
        #expect(try await control.log(after: 0, limit: 10).map(\.action) == ["installation.create"])
    }

    @Test func anotherNumberIsRefusedTheSameByWhoeverComparesIt() async throws {
        let record = PartitionRecord(control)
        try await record.settle(8, by: "lienthong-1", at: start)
        #expect(try await record.installed(insteadOf: 16) == "8")
        let refusal = ControlFailure(
            exit: 65, "configuration: partitions is 16, but this installation has 8; put 8 back")
        await #expect(throws: refusal) { try await record.check(16) }
        await #expect(throws: refusal) { try await record.settle(16, by: "lienthong-1", at: start) }
        try await record.check(8)
    }
}
