public import Bus
public import Store
import JSON

/// Catalogs over the control store: look at an import first, then apply it whole or not at all.
public struct CatalogService: Sendable {
    private let store: any ControlStore
    private let now: @Sendable () -> Timestamp

    public init(store: any ControlStore, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// What the files would change and what contradicts; nothing is touched.
    /// - Throws: `invalid` with file and line when a file cannot be read.
    public func difference(of files: [CatalogFile]) async throws(RestructureError) -> CatalogDifference {
        try await preview(files).difference
    }

    /// The difference, and the catalogs as they would be after it.
    func preview(
        _ files: [CatalogFile]
    ) async throws(RestructureError) -> (difference: CatalogDifference, snapshot: CatalogSnapshot) {
        let comparison = try CatalogComparison(files, with: try await snapshot().set)
        return (comparison.difference, CatalogSnapshot(version: "preview", set: comparison.set))
    }

    /// Applies the files as one change of all catalogs they belong to.
    ///
    /// The same files a second time change nothing and add nothing to the log.
    /// - Returns: the difference; when it has problems nothing was applied.
    /// - Throws: `invalid` with file and line, `conflict` when somebody changed a catalog meanwhile.
    public func apply(
        _ files: [CatalogFile], actor: String, reason: String
    ) async throws(RestructureError) -> CatalogDifference {
        let present = try await histories()
        let difference = try CatalogComparison(files, with: CatalogSnapshot(present).set).difference
        guard difference.canBeApplied, !difference.lines.isEmpty else { return difference }
        let time = now()
        var writes: [ControlChange.Write] = []
        let changed = Set(difference.lines.map(\.catalog)).sorted()
        for name in changed {
            var history = present.first { $0.name == name } ?? CatalogHistory(name: name)
            history.record(difference.lines.filter { $0.catalog == name }.map(\.after), at: time)
            writes.append(
                .init(kind: CatalogHistory.recordKind, key: name, expected: history.generation, value: history.value))
        }
        let after: JSONValue = [
            "summary": difference.summary,
            "files": .array(files.map { ["name": .string($0.name), "sha256": .string(Digest.hex($0.bytes))] }),
        ]
        do throws(StoreError) {
            _ = try await store.commit(
                ControlChange(
                    writes: writes, at: time, actor: actor, action: "catalog.import",
                    subject: changed.joined(separator: " "), reason: reason,
                    before: CatalogSnapshot(present).version, after: after.text))
        } catch {
            throw RestructureError(error, place: changed.joined(separator: ", "))
        }
        return difference
    }

    /// The rows of a catalog that hold at a business time, as known at a time of recording (nil: now).
    public func rows(
        of catalog: String, asOf time: Timestamp, knownAt: Timestamp? = nil
    ) async throws(RestructureError) -> [CatalogRow] {
        try await history(of: catalog).table(knownAt: knownAt).rows(at: time)
    }

    /// The same as CSV, in the form that `apply` reads.
    public func csv(
        of catalog: String, asOf time: Timestamp, knownAt: Timestamp? = nil
    ) async throws(RestructureError) -> String {
        guard let definition = CatalogDefinition.named(catalog) else {
            throw RestructureError(.notFound, "there is no such catalog", place: catalog)
        }
        return CatalogExport.csv(try await rows(of: catalog, asOf: time, knownAt: knownAt), definition)
    }

    /// Old code and name, new code and name of every office that a day changes (letter 62, row B4), as CSV.
    public func officeList(changedAt time: Timestamp) async throws(RestructureError) -> String {
        CatalogExport.officeList(try await snapshot(), changedAt: time)
    }

    public func history(of catalog: String) async throws(RestructureError) -> CatalogHistory {
        guard CatalogDefinition.named(catalog) != nil else {
            let names = CatalogDefinition.all.map(\.name).joined(separator: ", ")
            throw RestructureError(.notFound, "there is no such catalog; there are \(names)", place: catalog)
        }
        return try await histories().first { $0.name == catalog } ?? CatalogHistory(name: catalog)
    }

    /// The catalogs in force, read from the store.
    public func snapshot() async throws(RestructureError) -> CatalogSnapshot { CatalogSnapshot(try await histories()) }

    private func histories() async throws(RestructureError) -> [CatalogHistory] {
        do throws(StoreError) {
            var histories: [CatalogHistory] = []
            for record in try await store.records(CatalogHistory.recordKind) {
                histories.append(try CatalogHistory(record))
            }
            return histories
        } catch {
            throw RestructureError(error)
        }
    }
}
