public import Bus
public import JSON
public import Store

/// The log of operators' acts, for `audit`.
public struct ControlLog: Sendable {
    /// Which entries to show. An empty part lets everything by.
    public struct Filter: Sendable {
        public var from: Timestamp?
        public var until: Timestamp?
        public var actor: String?
        /// Beginning of the action: `receiver.` for all acts on receivers.
        public var action: String?
        public var subject: String?

        public init(
            from: Timestamp? = nil, until: Timestamp? = nil, actor: String? = nil, action: String? = nil,
            subject: String? = nil
        ) {
            self.from = from
            self.until = until
            self.actor = actor
            self.action = action
            self.subject = subject
        }

        func takes(_ entry: ControlLogEntry) -> Bool {
            if let from, entry.at < from { return false }
            if let until, entry.at >= until { return false }
            return (actor.map { entry.actor == $0 } ?? true) && (action.map { entry.action.hasPrefix($0) } ?? true)
                && (subject.map { entry.subject == $0 } ?? true)
        }
    }

    private let store: any ControlStore

    public init(store: any ControlStore) { self.store = store }

    /// Calls `visit` with each entry that the filter takes, in order, in pages of 1,000.
    public func forEach(
        _ filter: Filter = Filter(), _ visit: (ControlLogEntry) -> Void
    ) async throws(RestructureError) {
        var sequence: Int64 = 0
        while true {
            let page: [ControlLogEntry]
            do throws(StoreError) {
                page = try await store.log(after: sequence, limit: 1000)
            } catch {
                throw RestructureError(error, place: "control log")
            }
            for entry in page where filter.takes(entry) { visit(entry) }
            guard let last = page.last else { return }
            sequence = last.sequence
        }
    }

    /// Reads the whole chain again. An anchor is the hash of an entry that was written down elsewhere: a chain that was
    /// cut off behind it, or forged as a whole, no longer has it.
    public func verify(anchor: (sequence: Int64, hash: String)? = nil) async throws(RestructureError) -> AuditResult {
        do throws(StoreError) {
            let broken = try await store.verify()
            var result = AuditResult(entries: 0, head: String(repeating: "0", count: 64), broken: broken, anchorHolds: nil)
            var sequence: Int64 = 0
            var anchored: Bool? = anchor.map { _ in false }
            while true {
                let page = try await store.log(after: sequence, limit: 1000)
                guard let last = page.last else { break }
                if let anchor, page.contains(where: { $0.sequence == anchor.sequence && $0.hash == anchor.hash }) {
                    anchored = true
                }
                result.entries += page.count
                result.head = last.hash
                sequence = last.sequence
            }
            result.anchorHolds = anchored
            return result
        } catch {
            throw RestructureError(error, place: "control log")
        }
    }
}

extension ControlLogEntry {
    public var json: JSONValue {
        [
            "sequence": .integer(sequence), "at": .string(at.description), "actor": .string(actor),
            "action": .string(action), "subject": .string(subject), "reason": .string(reason),
            "before": .string(before), "after": .string(after), "hash": .string(hash),
        ]
    }
}
