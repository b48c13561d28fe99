public import JSON

/// A contradiction that keeps an import from being applied.
public struct CatalogProblem: Sendable, Hashable {
    public var catalog: String
    public var key: String
    /// File and line when the row comes from the import; empty when it was there before.
    public var place: String
    public var text: String

    public init(catalog: String, key: String, place: String = "", text: String) {
        self.catalog = catalog
        self.key = key
        self.place = place
        self.text = text
    }

    public var json: JSONValue {
        ["catalog": .string(catalog), "key": .string(key), "place": .string(place), "problem": .string(text)]
    }
}

extension CatalogProblem: CustomStringConvertible {
    public var description: String { (place.isEmpty ? "" : "\(place): ") + "\(catalog) \(key): \(text)" }
}
