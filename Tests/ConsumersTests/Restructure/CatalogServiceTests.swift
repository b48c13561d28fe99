import Bus
import Consumers
import Store
import Synchronization
import Testing

struct CatalogServiceTests {
    private let store = ObservedControl(MemoryControl())
    private var service: CatalogService { CatalogService(store: store, now: { Samples.evening }) }

    @Test func nothingIsAppliedWhileAnErrorStands() async throws {
        let difference = try await service.apply(
            [Samples.offices(Samples.open("01AB"), Samples.closed("01AB", "77ZZ"))], actor: "lan", reason: "r")
        #expect(!difference.canBeApplied)
        #expect(try await store.records("catalog").isEmpty)
        #expect(try await store.log(after: 0, limit: 10).isEmpty)
    }

    @Test func theDifferenceSaysWhatChanges() async throws {
        _ = try await service.apply([Samples.offices(Samples.open("01AB"), Samples.open("03CD"))], actor: "lan", reason: "r")
        let difference = try await service.difference(
            of: [
                Samples.offices(
                    Samples.open("01AB"), Samples.open("01AB", "NEWNAME", from: "2025-03-15"), Samples.open("28CD"),
                    Samples.closed("03CD", "28CD"), Samples.open("03CD", "FIXED"))
            ])
        #expect(difference.lines.map(\.kind) == [.changed, .added, .closed, .corrected])
        #expect(difference.unchanged == 1)
        #expect(difference.lines[0].before?["short_name"] == "HQ01AB")
        #expect(difference.lines[2].place == "offices.csv, line 5")
    }

    @Test func importingTwiceChangesNothingTheSecondTime() async throws {
        let files = [Samples.offices(Samples.open("01AB"))]
        _ = try await service.apply(files, actor: "lan", reason: "r")
        let again = try await service.apply(files, actor: "lan", reason: "r")
        #expect(again.lines.isEmpty)
        #expect(try await store.log(after: 0, limit: 10).count == 1)
    }

    @Test func severalCatalogsChangeTogetherAsOneEntry() async throws {
        let units = CatalogFile(
            catalog: "budget-relation", name: "u.csv", bytes: Array("mqhns,name,valid_from\n1054321,A,2015-01-01\n".utf8))
        _ = try await service.apply([Samples.offices(Samples.open("01AB")), units], actor: "lan", reason: "night")
        let log = try await store.log(after: 0, limit: 10)
        #expect(log.map(\.subject) == ["budget-relation office"])
        #expect(try await service.snapshot().version == "budget-relation:1 office:1")
    }

    @Test func aCorrectionKeepsWhatWasBelievedBefore() async throws {
        let time = Mutex(Samples.evening)
        let service = CatalogService(store: store, now: { time.withLock { $0 } })
        _ = try await service.apply([Samples.offices(Samples.open("01AB", "WRONG"))], actor: "lan", reason: "r")
        time.withLock { $0 = Samples.morning }
        _ = try await service.apply([Samples.offices(Samples.open("01AB", "RIGHT"))], actor: "lan", reason: "typo")
        let noon = Samples.time("2025-03-15T12:00:00+07:00")
        #expect(try await service.rows(of: "office", asOf: noon).map { $0["short_name"] } == ["RIGHT"])
        #expect(
            try await service.rows(of: "office", asOf: noon, knownAt: Samples.midnight).map { $0["short_name"] } == ["WRONG"])
        #expect(try await service.rows(of: "office", asOf: noon, knownAt: Samples.time("2025-03-14T00:00:00+07:00")).isEmpty)
    }

    @Test func whoIsSecondGetsAConflictAndChangesNothing() async throws {
        let racing = RacingControl(store) { [store] in
            _ = try? await CatalogService(store: store, now: { Samples.evening }).apply(
                [Samples.offices(Samples.open("02AB"))], actor: "minh", reason: "first")
        }
        let service = CatalogService(store: racing, now: { Samples.evening })
        let error = await #expect(throws: RestructureError.self) {
            try await service.apply([Samples.offices(Samples.open("01AB"))], actor: "lan", reason: "second")
        }
        #expect(error?.code == .conflict)
        #expect(try await self.service.rows(of: "office", asOf: Samples.evening).map(\.key) == ["02AB"])
    }

    @Test func theListOfOldAndNewNamesEveryChangedOfficeOnce() async throws {
        _ = try await service.apply(
            [
                Samples.offices(
                    Samples.open("01AB"), Samples.open("02CI"), Samples.open("03CD"), Samples.open("02K1"),
                    Samples.open("28CD", from: "2025-03-15"), Samples.closed("03CD", "28CD"), Samples.closed("02K1", ""),
                    Samples.open("02CI", "HQSGKV1", from: "2025-03-15"), Samples.open("30NW", from: "2025-03-15"))
            ], actor: "lan", reason: "r")
        let list = try await service.officeList(changedAt: Samples.midnight)
        #expect(
            list.split(whereSeparator: \.isNewline).dropFirst() == [
                "02CI,HQ02CI,Office 02CI,02CI,HQSGKV1,Office 02CI,2025-03-15T00:00:00+07:00",
                "02K1,HQ02K1,Office 02K1,,,,2025-03-15T00:00:00+07:00",
                "03CD,HQ03CD,Office 03CD,28CD,HQ28CD,Office 28CD,2025-03-15T00:00:00+07:00",
                ",,,30NW,HQ30NW,Office 30NW,2025-03-15T00:00:00+07:00",
            ])
    }

    @Test func whatIsExportedCanBeImported() async throws {
        _ = try await service.apply(
            [Samples.offices("01AB,\"Hải quan, \"\"Bắc\"\"\",HQBAC,I,branch,2015-01-01,2026-01-01,,")], actor: "lan", reason: "r")
        let text = try await service.csv(of: "office", asOf: Samples.midnight)
        let difference = try await service.difference(
            of: [CatalogFile(catalog: "office", name: "export.csv", bytes: Array(text.utf8))])
        #expect(difference.lines.isEmpty)
        #expect(difference.unchanged == 1)
    }

    @Test func theBoardSwitchesWholeAndTellsItsListeners() async throws {
        let board = CatalogBoard(store: store, now: { Samples.evening })
        let follower = Task { await board.follow(store.wakeUps()) { Issue.record($0) } }
        defer { follower.cancel() }
        var changes = board.changes().makeAsyncIterator()
        #expect(await changes.next()?.version == "")
        let held = board.snapshot
        _ = try await service.apply([Samples.offices(Samples.open("01AB"))], actor: "lan", reason: "r")
        #expect(await changes.next()?.version == "office:1")
        #expect(board.snapshot.set["office"].keys == ["01AB"])
        #expect(held.set["office"].isEmpty)
    }
}
