import Bus

/// All catalogs at once, as they are or would be.
public struct CatalogSet: Sendable {
    public var tables: [String: CatalogTable]

    public init(_ tables: [String: CatalogTable] = [:]) { self.tables = tables }

    public subscript(name: String) -> CatalogTable { tables[name] ?? CatalogTable() }

    /// Every time at which something begins or ends in any catalog, rising.
    var boundaries: [Timestamp] { Set(tables.values.flatMap(\.boundaries)).sorted() }
}
