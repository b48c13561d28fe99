/// A file to import into a catalog.
public struct CatalogFile: Sendable {
    public var catalog: String
    /// Name for errors and the log.
    public var name: String
    /// CSV, UTF-8.
    public var bytes: [UInt8]

    public init(catalog: String, name: String, bytes: [UInt8]) {
        self.catalog = catalog
        self.name = name
        self.bytes = bytes
    }
}
