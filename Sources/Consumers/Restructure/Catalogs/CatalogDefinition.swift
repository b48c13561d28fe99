/// What a catalog consists of and what must hold in it.
///
/// Every catalog is a CSV file with a header line naming its own columns and the four that all have:
/// `valid_from` (RFC 3339, or a date meaning midnight in Vietnam), `valid_to` (the same, exclusive; empty: until further
/// notice, that is, until the next row of the key), `closed` (`yes` or empty), `successors` (keys, separated by spaces;
/// only in closed rows). The order of the columns is free; the first own column is the key.
public struct CatalogDefinition: Sendable {
    static let commonColumns = ["valid_from", "valid_to", "closed", "successors"]

    public let name: String
    public let meaning: String
    /// The first is the key.
    public let columns: [CatalogColumn]
    /// Rules beyond those that hold for every catalog; they see all catalogs as they would be.
    let checks: @Sendable (CatalogSet) -> [CatalogProblem]

    public init(
        _ name: String, _ meaning: String, columns: [CatalogColumn],
        checks: @escaping @Sendable (CatalogSet) -> [CatalogProblem] = { _ in [] }
    ) {
        self.name = name
        self.meaning = meaning
        self.columns = columns
        self.checks = checks
    }

    public var key: CatalogColumn { columns[0] }

    /// The header line of its CSV files.
    public var header: [String] { columns.map(\.name) + Self.commonColumns }

    /// All catalogs there are.
    public static let all = [office, budgetRelation, treasury, treasuryAccount]

    public static func named(_ name: String) -> CatalogDefinition? { all.first { $0.name == name } }
}
