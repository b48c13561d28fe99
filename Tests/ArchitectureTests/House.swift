import Testing

/// The rules of the house, on the house.
@Suite struct House {
    @Test func everyModuleIsThere() throws {
        let modules = Set(try SourceTree.files(in: "Sources").compactMap(\.module))
        #expect(modules.isSuperset(of: ["JSON", "Bus", "Events"]))
        #expect(modules.subtracting(ImportWalls.house.keys).isEmpty)
    }

    @Test func importsRunOneWay() throws {
        #expect(try SourceTree.files(in: "Sources").flatMap(ImportWalls.violations) == [])
    }

    @Test func noFileIsTooLong() throws {
        #expect(try (SourceTree.files(in: "Sources") + SourceTree.files(in: "Tests")).flatMap(CodeRules.tooLong) == [])
    }

    @Test func nothingTraps() throws {
        #expect(try SourceTree.files(in: "Sources").flatMap(CodeRules.traps) == [])
    }

    /// No module can reach itself over others.
    @Test func wallsHaveNoCircle() {
        var settled: Set<String> = ["CJSON", "CLZ4", "CRabbitMQ", "CSQLite"]
        var before = -1
        while settled.count > before {
            before = settled.count
            for (module, imports) in ImportWalls.house where imports.isSubset(of: settled) { settled.insert(module) }
        }
        #expect(settled.isSuperset(of: ImportWalls.house.keys))
    }
}
