import Consumers
import Store
import Testing

struct BudgetRulesTests {
    private let service = CatalogService(store: MemoryControl(), now: { Samples.evening })

    private func file(_ catalog: String, _ lines: String...) -> CatalogFile {
        CatalogFile(catalog: catalog, name: "\(catalog).csv", bytes: Array(lines.joined(separator: "\n").utf8))
    }

    private func units(_ lines: String...) -> CatalogFile {
        file("budget-relation", (["mqhns,name,office,valid_from,closed,successors"] + lines).joined(separator: "\n"))
    }

    private func accounts(_ lines: String...) -> CatalogFile {
        file("treasury-account", (["account,treasury,office,kind,valid_from,closed"] + lines).joined(separator: "\n"))
    }

    private func problems(_ files: CatalogFile...) async throws -> [String] {
        try await service.difference(of: files).problems.map(\.description)
    }

    @Test func anAccountContainingAClosedUnitContradicts() async throws {
        let found = try await problems(
            units("1054321,A,03EE,2015-01-01,,", "1054322,B,03CD,2015-01-01,,", "1054322,,,2025-03-15,yes,1054321"),
            accounts("711101054321,0061,03EE,revenue,2015-01-01,", "711101054322,0061,03CD,revenue,2015-01-01,"))
        #expect(
            found == [
                "treasury-account.csv, line 3: treasury-account 711101054322: refers to budget-relation 1054322, "
                    + "which is closed at 2025-03-15T00:00:00+07:00"
            ])
    }

    @Test func closingTheAccountWithItsUnitMendsIt() async throws {
        let found = try await problems(
            units("1054321,A,03EE,2015-01-01,,", "1054322,B,03CD,2015-01-01,,", "1054322,,,2025-03-15,yes,1054321"),
            accounts("711101054322,0061,03CD,revenue,2015-01-01,", "711101054322,,,,2025-03-15,yes"))
        #expect(found.isEmpty)
    }

    @Test func aLaterImportOfUnitsContradictsAccountsThatAreThere() async throws {
        let before = [
            units("1054321,A,03EE,2015-01-01,,"), accounts("71111054321,0061,03EE,revenue,2015-01-01,"),
        ]
        #expect(try await service.apply(before, actor: "lan", reason: "before").canBeApplied)
        let found = try await problems(units("1054321,,,2025-03-15,yes,"))
        #expect(found.contains { $0.hasPrefix("treasury-account 71111054321") && $0.contains("is closed") })
    }

    @Test func aClosedUnitCodeIsNeverGivenAgain() async throws {
        let found = try await problems(
            units("1054321,A,,2015-01-01,,", "1054321,,,2020-01-01,yes,", "1054321,B,,2025-01-01,,"))
        #expect(found.contains { $0.contains("may never be used again") })
    }

    @Test(arguments: ["4054321", "105432", "105432A"])
    func aUnitCodeHasSevenDigitsAndAKnownFirstOne(_ code: String) async {
        let error = await #expect(throws: RestructureError.self) { try await problems(units("\(code),A,,2015-01-01,,")) }
        #expect(error?.place == "budget-relation.csv, line 2")
    }
}
