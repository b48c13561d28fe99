import Bus
import Store

/// Which declarations a reference means. One reference may mean several, so they are kept as numbered entries.
struct ReferenceBook {
    /// Declarations of one reference, at most; a slip with more is refused as poison.
    private static let limit = 1_000

    private let reference: DeclarationEvent.Reference
    private let transaction: any LedgerTransaction

    init(_ reference: DeclarationEvent.Reference, in transaction: any LedgerTransaction) {
        self.reference = reference
        self.transaction = transaction
    }

    /// Keys of the declarations in order of definition; none while the reference is not known.
    func keys() throws(StoreError) -> [String] {
        var keys: [String] = []
        while let key = try transaction.resolve(name(keys.count)) { keys.append(key) }
        return keys
    }

    /// Makes the reference mean this declaration too.
    /// - Returns: false when it does already.
    func define(_ key: String) throws -> Bool {
        let known = try keys()
        guard !known.contains(key) else { return false }
        guard known.count < Self.limit else {
            throw ConsumerFailure.poison("too-many-references", "more than \(Self.limit) declarations share a reference")
        }
        try transaction.define(name(known.count), as: key)
        return true
    }

    private func name(_ index: Int) -> String {
        index == 0 ? reference.description : "\(reference)#\(index + 1)"
    }
}
