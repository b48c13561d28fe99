import Foundation
import Simulator
import Testing

/// The simulator's offices are those of the shipped catalogs.
struct SampleOfficesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("deploy/samples/night")

    /// Rows by column name. The samples quote nothing.
    private static func rows(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    @Test("Before the night: codes and names are those of offices-before.csv")
    func before() throws {
        let rows = try Self.rows("offices-before.csv")
        for office in SampleOffices.all {
            let row = try #require(rows.first { $0["code"] == office.code }, "\(office.code)")
            #expect(row["name"] == office.name)
            #expect(row["short_name"] == office.shortName)
        }
    }

    @Test("After the night: successors are those of offices-20250315.csv, with their names")
    func after() throws {
        let rows = try Self.rows("offices-20250315.csv")
        for office in SampleOffices.all {
            let changes = rows.filter { $0["code"] == office.code }
            let closed = changes.first { $0["closed"] == "yes" }
            let successor = closed.map { $0["successors"] ?? "" } ?? office.code
            #expect(office.successor.code == successor, "\(office.code)")
            let row = try #require(
                rows.first { $0["code"] == successor && $0["closed"] != "yes" }, "\(office.code) to \(successor)")
            #expect(row["name"] == office.successor.name)
            #expect(row["short_name"] == office.successor.shortName)
        }
    }

    @Test("Offices that are closed without a successor, or split, are not used")
    func complete() throws {
        let split = try Self.rows("offices-20250315.csv").filter {
            $0["closed"] == "yes" && ($0["successors"] ?? "").split(separator: " ").count != 1
        }
        #expect(!split.isEmpty)
        for row in split { #expect(!SampleOffices.all.contains { $0.code == row["code"] }) }
    }
}
