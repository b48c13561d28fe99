import Adapters
import Bus
import Events
import JSON
import Store
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DropFolderTests {
    @Test func filesAreAcceptedInOrderOfTheirNamesAndMovedToDone() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        for number in [3, 1, 10, 2] { try folder.put("e\(number) k x", "0\(number).msg") }
        try await folder.run(bench) { folder.names("done").count == 4 }
        #expect(await bench.outbox.rows.map(\.event.id) == ["e1", "e10", "e2", "e3"])
        #expect(folder.names("in").isEmpty && folder.names("work").isEmpty && folder.names("rejected").isEmpty)
        #expect(folder.text("done", "01.msg") == "e1 k x")
    }

    @Test func aFileThatComesWhileItRunsIsTakenWithoutWaitingForTheSafetyInterval() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        try folder.put("e1 k x", "1.msg")
        // The interval is longer than the suite may take: only inotify can wake it.
        var isSecond = false
        try await folder.run(bench, safetyInterval: .seconds(3600)) {
            if folder.names("done") == ["1.msg"], !isSecond {
                isSecond = true
                try? folder.put("e2 k x", "2.msg")
            }
            return folder.names("done").count == 2
        }
        #expect(await bench.outbox.rows.map(\.event.id) == ["e1", "e2"])
    }

    @Test func filesStillBeingWrittenAreLeftAlone() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        for name in [".hidden", "a.tmp", "b.part"] { try folder.put("x k x", name) }
        try folder.put("e1 k x", "z.msg")
        try await folder.run(GatewayBench()) { folder.names("done") == ["z.msg"] }
        #expect(folder.names("in") == [".hidden", "a.tmp", "b.part"])
    }

    @Test func aRefusedFileLiesBesideItsReasonAndTheSystemsAnswer() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        try folder.put("e1 k x\n!broken", "1.msg")
        try folder.put("e2 k x", "2.msg")
        try await folder.run(GatewayBench()) { folder.names("done") == ["2.msg"] }
        #expect(folder.names("rejected") == ["1.msg", "1.msg.answer", "1.msg.reason.json"])
        #expect(folder.text("rejected", "1.msg.answer") == "NO badItem")
        let reason = try JSON.parse(Array(folder.text("rejected", "1.msg.reason.json").utf8))
        #expect(reason["code"] == "badItem")
        #expect(reason["line"] == 2)
    }

    /// As after a kill between taking a file over and moving it on, once before and once after its acceptance.
    @Test func filesFoundInWorkAreSettledFirstWithTheSameIDs() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        _ = await bench.accept("e5 k accepted before the kill")
        try folder.put("e5 k accepted before the kill", "5.msg", in: "work")
        try folder.put("e6 k not yet", "6.msg", in: "work")
        try folder.put("e1 k x", "1.msg")
        try await folder.run(bench) { folder.names("done").count == 3 }
        #expect(await bench.outbox.rows.map(\.event.id) == ["e5", "e6", "e1"])
    }

    @Test func aKillInTheMiddleLosesNothingAndRepeatsNothing() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        for number in 100..<160 { try folder.put("e\(number) k x", "\(number).msg") }
        for stage in [7, 23, 41, 60] { try await folder.run(bench) { folder.names("done").count >= stage } }
        #expect(await bench.outbox.rows.map(\.event.id) == (100..<160).map { "e\($0)" })
        #expect(folder.names("done").count == 60 && folder.names("work").isEmpty)
    }

    @Test func whileTheStoreIsDownTheFirstFileWaitsInWorkAndTheRestInPlace() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        bench.outbox.isDown = true
        try folder.put("e1 k x", "1.msg")
        try folder.put("e2 k x", "2.msg")
        var wasDown = false
        try await folder.run(bench) {
            if folder.names("work") == ["1.msg"], folder.names("in") == ["2.msg"], !wasDown {
                wasDown = true
                bench.outbox.isDown = false
            }
            return folder.names("done").count == 2
        }
        #expect(wasDown)
        #expect(await bench.outbox.rows.map(\.event.id) == ["e1", "e2"])
        #expect(folder.names("rejected").isEmpty)
    }

    @Test func whileTheReceiverRefusesFilesStayUntouched() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        bench.gate.move("vnaccs", to: .refusing)
        try folder.put("e1 k x", "1.msg")
        try folder.put("t1 k x", "1.msg", system: "treasury")
        try await folder.run(bench) { folder.names("done", system: "treasury") == ["1.msg"] }
        #expect(folder.names("in") == ["1.msg"])
        #expect(folder.names("work").isEmpty)
        var isOpen = false
        try await folder.run(bench, safetyInterval: .seconds(3600)) {
            if !isOpen {
                isOpen = true
                bench.gate.move("vnaccs", to: .open)
            }
            return folder.names("done") == ["1.msg"]
        }
    }

    @Test func aNameThatIsTakenInDoneKeepsBothFiles() async throws {
        let folder = try FolderBench()
        defer { folder.remove() }
        let bench = GatewayBench()
        try folder.put("e1 k x", "same.msg")
        try await folder.run(bench) { folder.names("done") == ["same.msg"] }
        try folder.put("e2 k x", "same.msg")
        try await folder.run(bench) { folder.names("done").count == 2 }
        #expect(folder.names("done") == ["same.msg", "same.msg~2"])
        #expect(folder.text("done", "same.msg") == "e1 k x")
    }

    @Test func aDirectoryThatCannotBeMadeIsSaidAtTheStart() async throws {
        let folder = DropFolder(
            root: "/proc/nowhere", intake: GatewayBench().intake, logger: GatewayBench.quiet)
        let error = await #expect(throws: GatewayConfigurationError.self) { try await folder.run() }
        #expect(error?.code == .noFolder)
    }
}
