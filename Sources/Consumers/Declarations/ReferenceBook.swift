import Bus
import Store

/// Which declarations a reference means. One reference may mean several, so they are kept as numbered entries.
struct ReferenceBook {
    /// Stands for "about no declaration", so that what refers to it need not wait for ever.
    private static let none = "-"
    /// Declarations of one reference, at most; a slip with more is refused as poison.
    private static let limit = 1_000

    private let reference: DeclarationEvent.Reference
    private let transaction: any LedgerTransaction

    init(_ reference: DeclarationEvent.Reference, in transaction: any LedgerTransaction) {
        self.reference = reference
        self.transaction = transaction
    }

    /// Keys of the declarations in order of definition; nil when the reference is not known yet.
    func keys() throws(StoreError) -> [String]? {
        let entries = try entries()
        return entries.isEmpty ? nil : entries.filter { $0 != Self.none }
    }

    /// Makes the reference mean this declaration too, or, for nil, no declaration.
    func define(_ key: String?) throws {
        let value = key ?? Self.none
        let known = try entries()
        guard !known.contains(value) else { return }
        guard known.count < Self.limit else {
            throw ConsumerFailure.poison("too-many-references", "more than \(Self.limit) declarations share a reference")
        }
        try transaction.define(name(known.count), as: value)
    }

    private func entries() throws(StoreError) -> [String] {
        var entries: [String] = []
        while let entry = try transaction.resolve(name(entries.count)) { entries.append(entry) }
        return entries
    }

    private func name(_ index: Int) -> String {
        index == 0 ? reference.description : "\(reference)#\(index + 1)"
    }
}
