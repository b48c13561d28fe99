import Bus
import Consumers
import JSON
import Store
import Testing

struct CatalogRulesTests {
    private let service = CatalogService(store: MemoryControl(), now: { Samples.evening })

    private func problems(_ files: CatalogFile...) async throws -> [String] {
        try await service.difference(of: files).problems.map(\.text)
    }

    private func snapshot(_ lines: String...) async throws -> CatalogSnapshot {
        let header = "code,name,short_name,region,kind,valid_from,valid_to,closed,successors"
        let file = CatalogFile(catalog: "office", name: "o.csv", bytes: Array(([header] + lines).joined(separator: "\n").utf8))
        let difference = try await service.apply([file], actor: "lan", reason: "test")
        try #require(difference.problems.isEmpty, "\(difference.problems)")
        return try await service.snapshot()
    }

    private func code(_ resolution: OfficeResolution) -> String? {
        if case .current(let row) = resolution { row.key } else { nil }
    }

    @Test func aRenumberedOfficeLeadsToItsSuccessorFromThatTimeOn() async throws {
        let catalogs = try await snapshot(Samples.open("03CD"), Samples.open("28CD", from: "2025-03-15"), Samples.closed("03CD", "28CD"))
        #expect(code(catalogs.resolve(office: "03CD", at: Samples.time("2025-03-14T23:59:59.999+07:00"))) == "03CD")
        #expect(code(catalogs.resolve(office: "03CD", at: Samples.midnight)) == "28CD")
        #expect(catalogs.resolve(office: "28CD", at: Samples.evening) == .unknown)
    }

    @Test func severalOfficesMergeIntoOne() async throws {
        let catalogs = try await snapshot(
            Samples.open("47D1"), Samples.open("47D2"), Samples.open("47D3"), Samples.closed("47D1", "47D3"),
            Samples.closed("47D2", "47D3"))
        for old in ["47D1", "47D2", "47D3"] {
            #expect(code(catalogs.resolve(office: old, at: Samples.midnight)) == "47D3")
        }
    }

    @Test func chainsAreFollowedAsFarAsTheTimeGoes() async throws {
        let catalogs = try await snapshot(
            Samples.open("12F1"), Samples.open("27BI"), Samples.open("30XX"), Samples.closed("12F1", "27BI"),
            Samples.closed("27BI", "30XX", from: "2026-07-01"))
        #expect(code(catalogs.resolve(office: "12F1", at: Samples.midnight)) == "27BI")
        #expect(code(catalogs.resolve(office: "12F1", at: Samples.time("2026-07-01T00:00:00+07:00"))) == "30XX")
    }

    @Test func aSplitIsUnresolvedAndAnOfficeWithoutSuccessorIsClosed() async throws {
        let catalogs = try await snapshot(
            Samples.open("01AB"), Samples.open("01AC"), Samples.open("01AD"), Samples.open("02K1"),
            Samples.closed("01AB", "01AC 01AD"), Samples.closed("02K1", ""))
        #expect(catalogs.resolve(office: "01AB", at: Samples.midnight) == .unresolved(candidates: ["01AC", "01AD"]))
        guard case .closed = catalogs.resolve(office: "02K1", at: Samples.midnight) else {
            Issue.record("02K1 must be closed")
            return
        }
    }

    @Test func consumersSeeClosedCodesAndMissingSuccessors() async throws {
        let catalogs = try await snapshot(
            Samples.open("03CD"), Samples.open("28CD"), Samples.open("02K1"), Samples.closed("03CD", "28CD"),
            Samples.closed("02K1", ""))
        #expect(catalogs.office("03CD", at: Samples.evening) == OfficeInForce(code: "03CD"))
        #expect(catalogs.office("03CD", at: Samples.midnight) == OfficeInForce(code: "28CD", isClosed: true))
        #expect(
            catalogs.office("02K1", at: Samples.midnight)
                == OfficeInForce(code: "02K1", isClosed: true, isSuccessorMissing: true))
        #expect(catalogs.office("99ZZ", at: Samples.midnight) == OfficeInForce(code: "99ZZ"))
    }

    @Test func aShortNameMeansTheOfficeThatBearsItOrElseBoreItLast() async throws {
        let catalogs = try await snapshot(
            Samples.open("03CD", "THAIBINH"), Samples.open("28CD", "HQTBINH", from: "2025-03-15"),
            Samples.closed("03CD", "28CD"))
        #expect(catalogs.officeCode(shortName: "THAIBINH", at: Samples.evening) == "03CD")
        #expect(catalogs.officeCode(shortName: "HQTBINH", at: Samples.midnight) == "28CD")
        #expect(catalogs.officeCode(shortName: "THAIBINH", at: Samples.midnight) == "03CD")
        #expect(catalogs.officeCode(shortName: "NOBODY", at: Samples.midnight) == nil)
    }

    @Test func circlesAreRefused() async throws {
        let found = try await problems(
            Samples.offices(
                Samples.open("01AB"), Samples.open("01AC"), Samples.closed("01AB", "01AC"), Samples.closed("01AC", "01AB")))
        #expect(found.contains { $0.contains("in a circle") && $0.contains("01AB") && $0.contains("01AC") })
    }

    @Test func anOfficeCannotSucceedItself() async throws {
        let found = try await problems(Samples.offices(Samples.open("01AB"), Samples.closed("01AB", "01AB")))
        #expect(found.contains { $0.contains("in a circle") })
    }

    @Test func aSuccessorMustExistWhenItTakesOver() async throws {
        let missing = try await problems(Samples.offices(Samples.open("01AB"), Samples.closed("01AB", "77ZZ")))
        #expect(missing == ["its successor 77ZZ does not exist at 2025-03-15T00:00:00+07:00"])
        let late = try await problems(
            Samples.offices(Samples.open("01AB"), Samples.open("77ZZ", from: "2025-04-01"), Samples.closed("01AB", "77ZZ")))
        #expect(late.count == 1)
    }

    @Test func rowsOfOneOfficeMayNotOverlap() async throws {
        let found = try await problems(
            Samples.offices(Samples.open("01AB", to: "2025-06-01"), Samples.closed("01AB", "")))
        #expect(found.contains { $0.contains("after the next one has begun") })
    }

    @Test func twoOpenOfficesMayNotBearTheSameShortName() async throws {
        let found = try await problems(Samples.offices(Samples.open("01AB", "NOIBAI"), Samples.open("01AC", "NOIBAI")))
        #expect(found == ["has the same short_name as 01AB at 2015-01-01T00:00:00+07:00"])
    }

    @Test func identicalRowsAreOneAndDifferentOnesContradict() async throws {
        #expect(try await problems(Samples.offices(Samples.open("01AB"), Samples.open("01AB"))).isEmpty)
        let difference = try await service.difference(
            of: [Samples.offices(Samples.open("01AB"), Samples.open("01AB", "OTHER"))])
        #expect(difference.problems.map(\.place) == ["offices.csv, line 3"])
        #expect(difference.problems.map(\.text) == ["says something else than offices.csv, line 2"])
    }

    @Test(arguments: [
        ("01ab,n,S,r,branch,2025-01-01,,,", "code"), ("01AB,n,ELEVENCHARS,r,branch,2025-01-01,,,", "short_name"),
        ("01AB,n,NỘIBÀI,r,branch,2025-01-01,,,", "short_name"), ("01AB,,S,r,branch,2025-01-01,,,", "name is empty"),
        ("01AB,n,S,r,castle,2025-01-01,,,", "kind"), ("01AB,n,S,r,branch,2025-02-30,,,", "valid_from"),
        ("01AB,n,S,r,branch,2025-02-01,2025-01-01,,", "valid_to"), ("01AB,n,S,r,branch,2025-01-01,,maybe,", "closed"),
        ("01AB,n,S,r,branch,2025-01-01,,,02AB", "only a closed row"), ("01AB,n,S,r,branch", "5 fields"),
    ])
    func aWrongFieldIsRefusedWithItsLine(_ line: String, _ what: String) async {
        let error = await #expect(throws: RestructureError.self) {
            try await problems(Samples.offices(Samples.open("99ZZ"), line))
        }
        #expect(error?.place == "offices.csv, line 3")
        #expect(error?.what.contains(what) == true, "\(String(describing: error))")
    }

    @Test func unknownAndMissingColumnsAreNamed() async {
        for (header, what) in [("code,nmae,valid_from", "nmae"), ("code,name,valid_from", "short_name is missing")] {
            let error = await #expect(throws: RestructureError.self) {
                try await problems(CatalogFile(catalog: "office", name: "o.csv", bytes: Array(header.utf8)))
            }
            #expect(error?.place == "o.csv, line 1")
            #expect(error?.what.contains(what) == true)
        }
    }
}
